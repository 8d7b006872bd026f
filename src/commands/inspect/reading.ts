import type { BreadcrumbRow } from '../../database/claims/read.ts'
import type { Inspection } from '../../database/records/inspect.ts'
import type { Entities, Extraction } from '../../extraction/breadcrumb.ts'
import type { createReader, Reading as ExtractedReading } from '../../extraction/extractor.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import { changeOf } from '../../processing/compare/change.ts'

/** What extraction makes of a breadcrumb now. */
export interface Reading extends ExtractedReading {
  /** The fingerprint. */
  readonly extractor: string
}

/** What is in one and not in the other; empty types are absent. */
export interface Change {
  readonly keywords: readonly string[]
  readonly entities: Entities
}

/** Loads the language model when first asked, once for all. */
export class Reader {
  readonly #options: ExtractorOptions
  #read: ReturnType<typeof createReader> | undefined

  constructor(options: ExtractorOptions) {
    this.#options = options
  }

  async read({ context, ...content }: BreadcrumbRow): Promise<Reading> {
    const { createReader } = await import('../../extraction/extractor.ts')
    this.#read ??= createReader(this.#options)
    const reading = this.#read({ ...content, context: context === null ? null : JSON.parse(context) })
    return { ...reading, extractor: fingerprintOf(this.#options) }
  }
}

/** What extraction would add now to what is stored, and take away from it. */
export function changesOf(
  stored: Inspection,
  { keywords, entities }: Extraction,
): { readonly added: Change; readonly removed: Change } {
  const before = { keywords: stored.keywords ?? [], entities: entitiesOf(stored) }
  const now = { keywords, entities }
  return { added: difference(now, before), removed: difference(before, now) }
}

/** What the one has and the other has not. */
function difference(one: Change, other: Change): Change {
  const types = Object.entries(one.entities).map(
    ([type, values]) => [type, changeOf(other.entities[type] ?? [], values).gained] as const,
  )
  return {
    keywords: changeOf(other.keywords, one.keywords).gained,
    entities: Object.fromEntries(types.filter(([, values]) => values.length > 0)),
  }
}

/**
 * By type, as `extract` shows them; JSONB keeps an order of its own. Other programs may have written other shapes:
 * what is not lists of strings by type is left out.
 */
export function entitiesOf({ entities }: Inspection): Entities {
  if (typeof entities !== 'object' || entities === null) return {}
  const lists = Object.entries(entities).filter(
    (entry): entry is [string, string[]] =>
      Array.isArray(entry[1]) && entry[1].every((value) => typeof value === 'string'),
  )
  return Object.fromEntries(lists.sort(([a], [b]) => (a < b ? -1 : 1)))
}
