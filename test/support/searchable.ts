import type pg from 'pg'
import { connect } from '../../src/database/connection/connect.ts'
import { installSearch } from '../../src/database/schema/functions/install.ts'
import { migrate } from '../../src/database/schema/migrate.ts'
import { insertBreadcrumbs, type NewBreadcrumb } from './breadcrumbs.ts'
import type { TestDatabase } from './postgres.ts'

/** Does what `migrate` does, but for the indexes of its own. */
export async function makeSearchable({ url }: TestDatabase): Promise<void> {
  const database = connect({ target: url, maxConnections: 1 })
  try {
    await migrate(database)
    await installSearch(database)
  } finally {
    await database.close()
  }
}

/** A breadcrumb that was extracted: each keyword with its weight, 1 to 255. */
export interface Extracted extends Omit<NewBreadcrumb, 'entityKeywords'> {
  readonly keywords: Readonly<Record<string, number>>
}

/** Returns their ids in the order given. */
export async function insertExtracted(pool: pg.Pool, rows: readonly Extracted[]): Promise<string[]> {
  const sorted = rows.map(({ keywords }) => Object.entries(keywords).sort(([a], [b]) => (a < b ? -1 : 1)))
  const ids = await insertBreadcrumbs(
    pool,
    rows.map((row, index) => ({ ...row, entityKeywords: sorted[index]?.map(([keyword]) => keyword) ?? [] })),
  )
  await pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, weights, run_id)
     SELECT id, 1, 'test', 'processed', decode(weights, 'hex'), gen_random_uuid()
     FROM unnest($1::uuid[], $2::text[]) AS o (id, weights)`,
    [ids, sorted.map((keywords) => Buffer.from(keywords.map(([, weight]) => weight)).toString('hex'))],
  )
  return ids
}

/** A vector in the plane of the first two of 384 dimensions: 0° and 180° are opposite. */
export function direction(degrees: number): number[] {
  const radians = (degrees * Math.PI) / 180
  return [Math.cos(radians), Math.sin(radians), ...Array<number>(382).fill(0)]
}
