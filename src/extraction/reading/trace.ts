import type { Entities, Extraction } from '../breadcrumb.ts'
import { withoutCredentials } from '../credentials/credentials.ts'
import type { Passage } from '../passages/passages.ts'
import { Findings } from '../ranking/findings.ts'
import { withoutSecretParameters } from './shown.ts'

/** A passage as it was read, and what came of it. */
export interface ReadPassage {
  readonly path: string
  /** Without credentials. Null where it was not read, and for personal breadcrumbs, whose text names people. */
  readonly text: string | null
  /** By type, as in `Entities`; keywords that are no entity there are of the type `keyword`. */
  readonly found: Entities
}

/** Remembers what was found in which passage. */
export class Trace {
  readonly #personal: boolean
  readonly #read: { readonly passage: Passage; readonly text: string | undefined; readonly found: Found }[] =
    []
  #findings: TracedFindings | undefined

  constructor(personal: boolean) {
    this.#personal = personal
  }

  findings(termsAlways: boolean): Findings {
    this.#findings = new TracedFindings(termsAlways)
    return this.#findings
  }

  /** @param text without credentials; undefined where it was passed over */
  passageRead(passage: Passage, text: string | undefined): void {
    this.#read.push({ passage, text, found: this.#findings?.taken() ?? new Map() })
  }

  /** Of what was found, what came out of it all: what is withheld in the end is in no passage either. */
  passages({ entities, keywords }: Extraction): ReadPassage[] {
    const known = new Map(Object.entries(entities).map(([type, values]) => [type, new Set(values)]))
    known.set(KEYWORD, new Set(keywords))
    return this.#read.map(({ passage, text, found }) => ({
      path: this.#personal ? impersonal(passage.path) : withoutCredentials(passage.path),
      text: this.#personal || text === undefined ? null : withoutSecretParameters(text),
      found: withoutRepeated(found, known),
    }))
  }
}

const KEYWORD = 'keyword'

type Found = ReadonlyMap<string, ReadonlySet<string>>

class TracedFindings extends Findings {
  #found = new Map<string, Set<string>>()

  override entity(type: string, value: string, weight: number): void {
    super.entity(type, value, weight)
    this.#note(type, value)
  }

  override candidate(keyword: string, weight: number): void {
    super.candidate(keyword, weight)
    this.#note(KEYWORD, keyword)
  }

  override keep(keyword: string): void {
    super.keep(keyword)
    this.#note(KEYWORD, keyword)
  }

  /** What was found since it was last asked. */
  taken(): Found {
    const found = this.#found
    this.#found = new Map()
    return found
  }

  #note(type: string, value: string): void {
    const values = this.#found.get(type)
    if (values) values.add(value)
    else this.#found.set(type, new Set([value]))
  }
}

/** Sorted; a keyword that is an entity of the passage, too, is told as that alone. */
function withoutRepeated(found: Found, known: Found): Entities {
  const lists: Record<string, string[]> = {}
  const told = new Set<string>()
  const types = [...found.keys()].sort(
    (a, b) => Number(a === KEYWORD) - Number(b === KEYWORD) || (a < b ? -1 : 1),
  )
  for (const type of types) {
    const values = [...(found.get(type) ?? [])].filter(
      (value) => known.get(type)?.has(value) && !told.has(value),
    )
    if (values.length > 0) lists[type] = values.sort()
    for (const value of values) told.add(value.toLowerCase())
  }
  return lists
}

/** Keys that may be somebody's name are left out. */
function impersonal(path: string): string {
  return path
    .split('.')
    .map((key) => (/^[a-z_][a-z\d_]*$/.test(key) && !/\d{4}/.test(key) ? key : '…'))
    .join('.')
}
