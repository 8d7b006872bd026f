import { splitKeywords } from '../../database/claims/joined-keywords.ts'
import type { Result } from '../../database/claims/save.ts'
import type { Stored } from '../../database/records/stored.ts'
import type { Entities } from '../../extraction/breadcrumb.ts'
import { chunked } from '../path/chunked.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import { Slots } from '../threads/slots.ts'
import type { Extracted } from '../threads/worker.ts'
import type { Work } from '../work.ts'
import { changeOf, entityList, type ListChange } from './change.ts'

/** A breadcrumb that was extracted again, and nothing written. */
export interface Compared {
  readonly id: string
  readonly schema: string | null
  /** As stored, and as it would be; weights are a byte a keyword. */
  readonly before: { readonly keywords: readonly string[] }
  readonly after: { readonly keywords: readonly string[]; readonly weights: Uint8Array }
  readonly keywords: ListChange
  readonly entities: ListChange
}

export interface Comparison {
  /** In the order of their ids. */
  readonly compared: readonly Compared[]
  /** Those of which extraction fails. */
  readonly failed: number
}

const PAGE_ROWS = 500
/** So many are in memory with their text: while one is extracted, the next is read. */
const PAGES_AT_ONCE = 2

/**
 * Extracts so many of the breadcrumbs that are due again, and compares with what is stored. Left out is what changed
 * since it was extracted, or changes meanwhile: not the extractor's doing.
 */
export async function compareSample(work: Work, pool: ExtractionPool, size: number): Promise<Comparison> {
  // The language model takes longer to load than the sample to be found.
  pool.start(size)
  const ids = await work.sample(size, 'comparable')
  const pages = chunked(ids, () => 1, { size: PAGE_ROWS })
  const slots = new Slots(PAGES_AT_ONCE)
  const parts = await Promise.all(pages.map((page) => slots.run(() => comparePage(work, pool, page))))
  return {
    compared: parts.flatMap(({ compared }) => compared),
    failed: parts.reduce((sum, { failed }) => sum + failed, 0),
  }
}

async function comparePage(work: Work, pool: ExtractionPool, ids: readonly string[]): Promise<Comparison> {
  if (work.stop.aborted) return { compared: [], failed: 0 }
  const rows = await work.read(ids, 'read')
  const extracted = await pool.extract(rows, work.stop)
  const stored = await work.stored(ids)
  const failed = extracted.filter(({ kind }) => kind === 'error').length
  return { compared: comparedOf(stored, extracted), failed }
}

function comparedOf(stored: readonly Stored[], extracted: readonly Extracted[]): Compared[] {
  const results = new Map(
    extracted.flatMap((one) => (one.kind === 'result' ? [[one.result.id, one.result] as const] : [])),
  )
  return stored
    .flatMap((row) => {
      const result = results.get(row.id)
      // Another version: its content changed between the two looks at it.
      return result?.version === row.version && result.reason !== 'withheld' ? [compare(row, result)] : []
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function compare({ id, schema, keywords: stored, entities }: Stored, result: Result): Compared {
  const keywords = splitKeywords(result.keywords)
  return {
    id,
    schema,
    before: { keywords: stored },
    after: { keywords, weights: Buffer.from(result.weights, 'hex') },
    keywords: changeOf(stored, keywords),
    entities: changeOf(entityList(entities), entityList(JSON.parse(result.entities) as Entities)),
  }
}
