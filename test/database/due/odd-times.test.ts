import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { type Candidate, findCandidates } from '../../../src/database/due/candidates.ts'
import { remainingWork } from '../../../src/database/due/remaining.ts'
import type { Due, DueKind, Filters } from '../../../src/database/due/selection.ts'
import { findStale } from '../../../src/database/due/stale.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

/** Newest first. PostgreSQL takes them all; a Date takes half of them. */
const TIMES = [
  'infinity',
  '294276-12-31 23:59:59.999999+00',
  '12026-11-23 00:00+00',
  '2026-11-23 00:00:00.000002+00',
  '2026-11-23 00:00:00.000001+00',
  '0001-01-01 00:00+00',
  '0044-03-15 12:00+00 BC',
  '4714-11-24 00:00+00 BC',
  '-infinity',
]

let server: TestDatabase
let database: Database
let table: TableShape
let ids: string[]

beforeAll(async () => {
  server = await createTestDatabase()
  // Its offset of old times has seconds.
  await server.pool.query(
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Europe/Berlin'); END $$",
  )
  database = connect({ target: server.url, maxConnections: 2 })
  table = await prepareForWork(database, false)
  ids = await insertBreadcrumbs(
    server.pool,
    TIMES.map(() => ({ title: 'Timeless' })),
  )
  await server.pool.query(
    `UPDATE breadcrumbs b SET created_at = time, updated_at = time
FROM unnest($1::uuid[], $2::timestamptz[]) AS given (id, time) WHERE b.id = given.id`,
    [ids, TIMES],
  )
})
afterAll(async () => {
  await database.close()
  await server.drop()
})

function due(kind: DueKind, filters: Filters = {}): Due {
  return {
    table,
    selection: { kinds: [kind], filters, includeUnembedded: false },
    run: { id: randomUUID(), extractor: 'test', since: new Date() },
  }
}

/** What is found in pages of one. */
async function page(wanted: Due): Promise<string[]> {
  const found: Candidate[] = []
  for (;;) {
    const [next] = await database.transaction((transaction) =>
      findCandidates(transaction, wanted, 1, found.at(-1)),
    )
    if (next === undefined) return found.map(({ id }) => id)
    found.push(next)
    expect(found.length).toBeLessThanOrEqual(TIMES.length)
  }
}

test.each(['pending', 'all'] as const)(
  '%s breadcrumbs are paged through, whatever their times',
  async (work) => {
    expect(await page(due(work))).toEqual(ids)
  },
)

test('since and until bound times that no Date holds', async () => {
  const since = { at: new Date('0001-01-01'), words: '' }
  const until = { at: new Date('9999-12-31T23:59:59.999Z'), words: '' }
  expect(await page(due('pending', { since }))).toEqual(ids.slice(0, 6))
  expect(await page(due('pending', { until }))).toEqual(ids.slice(3))
  expect(await page(due('pending', { since, until }))).toEqual(ids.slice(3, 6))
})

test('a sweep finds what was updated since, infinity included', async () => {
  await server.pool.query(`UPDATE breadcrumbs SET entity_keywords = '{timeless}', version = 2`)
  await server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id, recorded_at)
SELECT id, 1, 'test', 'processed', $1, '2000-01-01' FROM breadcrumbs`,
    [randomUUID()],
  )
  const found = async (since?: Date) => {
    const stale = await database.transaction((transaction) =>
      findStale(transaction, due('stale'), { limit: 100, ...(since && { since }) }),
    )
    return stale.map(({ id }) => id)
  }
  expect(await found()).toEqual([...ids].sort())
  expect(await found(new Date('2026-01-01'))).toEqual(ids.slice(0, 5).sort())
})

test('an attempt that is due at infinity is waited for by nobody', async () => {
  await server.pool.query(
    `TRUNCATE rcrt_entities.outcomes; UPDATE breadcrumbs SET entity_keywords = '{timeless}'`,
  )
  await server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, attempts, retry_at, run_id)
     VALUES ($1, 1, 'test', 'retrying', 1, 'infinity', gen_random_uuid())`,
    [ids[0]],
  )
  const found = await database.transaction((transaction) => remainingWork(transaction, due('stale')))
  expect(found).toEqual({ claimed: 0, retrying: 1, retryInSeconds: Number.POSITIVE_INFINITY })
})
