import type { BreadcrumbRow } from '../../database/claims/read.ts'
import type { Inspection } from '../../database/records/inspect.ts'
import { entitiesByType } from '../../database/records/stored.ts'
import type { Extraction } from '../../extraction/breadcrumb.ts'
import type { createReader, Reading } from '../../extraction/extractor.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import { changeOf } from '../../processing/compare/change.ts'

/** What extraction makes of a breadcrumb now. */
export interface FreshReading extends Reading {
  /** The fingerprint. */
  readonly extractor: string
}

/** Empty types are absent. */
export type KeywordsAndEntities = Pick<Extraction, 'keywords' | 'entities'>

/** Loads the language model when first asked, once for all. */
export class Reader {
  readonly #options: ExtractorOptions
  #read: ReturnType<typeof createReader> | undefined

  constructor(options: ExtractorOptions) {
    this.#options = options
  }

  async read({ context, ...content }: BreadcrumbRow): Promise<FreshReading> {
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
): { readonly added: KeywordsAndEntities; readonly removed: KeywordsAndEntities } {
  const before = { keywords: stored.keywords ?? [], entities: entitiesByType(stored.entities) }
  const now = { keywords, entities }
  return { added: difference(now, before), removed: difference(before, now) }
}

/** What the one has and the other has not. */
function difference(one: KeywordsAndEntities, other: KeywordsAndEntities): KeywordsAndEntities {
  const types = Object.entries(one.entities).map(
    ([type, values]) => [type, changeOf(other.entities[type] ?? [], values).gained] as const,
  )
  return {
    keywords: changeOf(other.keywords, one.keywords).gained,
    entities: Object.fromEntries(types.filter(([, values]) => values.length > 0)),
  }
}
