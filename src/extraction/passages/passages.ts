import type { BreadcrumbContent } from '../breadcrumb.ts'
import { isSecretValue } from '../credentials/secret-names.ts'
import type { PathRules, Treatment } from '../rules/path-rules.ts'
import { childrenOf, type Pending } from './children.ts'
import { jsonIn } from './escaped.ts'
import { codeOf, proseOf } from './prose.ts'
import { isReadable } from './readable.ts'

/** One readable string of a breadcrumb. Phrases never reach from one into the next. */
export interface Passage {
  readonly path: string
  readonly text: string
  readonly weight: number
  /** Code goes to the identifier rules, not to the language model. */
  readonly code: boolean
  /** The whole string is a keyword. */
  readonly keyword: boolean
}

export interface Passages {
  readonly passages: readonly Passage[]
  /** True when the rest beyond `MAX_CHARACTERS` was left out. */
  readonly truncated: boolean
}

/** Characters (UTF-16 units) of readable text that are read of one breadcrumb. */
const MAX_CHARACTERS = 1_048_576
/** Strings and containers looked at in one breadcrumb: a guard against millions of empty ones. */
const MAX_VALUES = 1_000_000

/** Title, description, tags and every readable string of the context, in the order in which jsonb keeps it. */
export function passagesOf(breadcrumb: BreadcrumbContent, rules: PathRules): Passages {
  const collector = new PassageCollector(rules)
  collector.add(breadcrumb.title, 'title')
  if (typeof breadcrumb.description === 'string') collector.add(breadcrumb.description, 'description')
  for (const tag of breadcrumb.tags ?? []) addTag(tag, collector)
  walkStrings({ value: breadcrumb.context, path: 'context', secrecy: undefined }, collector)
  return collector
}

/** A tag that routes has its prefix in its path: `atlas` at `tags.project`. */
function addTag(tag: string, collector: PassageCollector): void {
  const colon = tag.indexOf(':')
  if (colon < 0) collector.add(tag, 'tags')
  else collector.add(tag.slice(colon + 1), `tags.${tag.slice(0, colon)}`)
}

/** A text on its own, as one passage. */
export function passagesOfText(text: string, rules: PathRules): Passages {
  const collector = new PassageCollector(rules)
  walkStrings({ value: text, path: 'text', secrecy: undefined }, collector)
  return collector
}

class PassageCollector implements Passages {
  readonly passages: Passage[] = []
  truncated = false
  readonly #rules: PathRules
  #room = MAX_CHARACTERS

  constructor(rules: PathRules) {
    this.#rules = rules
  }

  add(value: string, path: string): void {
    this.#add(value, path, this.#rules.treatmentOf(path))
  }

  /** Takes a string of the context, or gives the JSON that it holds. */
  addOrOpen({ value, path, secrecy }: Pending & { readonly value: string }): unknown {
    if (isSecretValue(secrecy, value)) return undefined
    const treatment = this.#rules.treatmentOf(path)
    const inner = treatment.kind === 'text' ? jsonIn(value) : undefined
    if (inner === undefined) this.#add(value, path, treatment)
    return inner
  }

  #add(value: string, path: string, treatment: Treatment): void {
    if (treatment.kind !== 'ignore' && isReadable(value)) this.#take(value, path, treatment)
  }

  #take(value: string, path: string, treatment: Treatment): void {
    if (this.#room <= 0) {
      this.truncated = true
      return
    }
    const text = value.length <= this.#room ? value : this.#beginning(value)
    this.#room -= value.length
    this.passages.push({
      path,
      text: treatment.kind === 'code' ? codeOf(text) : proseOf(text),
      weight: treatment.weight,
      code: treatment.kind === 'code',
      keyword: treatment.kind === 'keyword',
    })
  }

  /** Cuts a single string that is longer than the limit between two lines, or at least two words. */
  #beginning(value: string): string {
    this.truncated = true
    const cut = value.slice(0, this.#room)
    const lineEnd = cut.lastIndexOf('\n')
    const end = lineEnd > cut.length - 10_000 ? lineEnd : cut.lastIndexOf(' ')
    return end > cut.length / 2 ? cut.slice(0, end) : cut
  }
}

/** Without recursion, so that no depth of nesting is too deep. */
function walkStrings(root: Pending, collector: PassageCollector): void {
  const pending: Pending[] = [root]
  for (let seen = 0; seen < MAX_VALUES; seen += 1) {
    const next = pending.pop()
    if (next === undefined) return
    if (typeof next.value !== 'string') pushReversed(childrenOf(next), pending)
    else {
      const inner = collector.addOrOpen({ ...next, value: next.value })
      if (inner !== undefined) pending.push({ ...next, value: inner })
    }
    if (collector.truncated) return
  }
  collector.truncated = true
}

/** The first one is on top of the stack, and so the next to be read. */
function pushReversed(children: readonly Pending[], pending: Pending[]): void {
  for (let i = children.length - 1; i >= 0; i -= 1) pending.push(children[i] as Pending)
}
