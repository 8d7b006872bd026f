import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { prune } from '../../../src/database/records/prune.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, OWNER_ID } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let server: TestDatabase
let database: Database

beforeEach(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 2 })
  await prepareForWork(database, false)
})
afterEach(async () => {
  await database.close()
  await server.drop()
})

/** A step goes on from here to the highest id, and then from the lowest: both of its halves come by every outcome. */
const BEGINNINGS = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']

test.each(BEGINNINGS)(
  'removes outcomes of breadcrumbs that are gone, from %s on, and keeps the others',
  async (from) => {
    const [gone, ...kept] = await insertBreadcrumbs(server.pool, numberedBreadcrumbs(5))
    await runCli(['backfill', '--database-url', server.url])
    await server.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [gone])
    expect(await prune(database, from)).toEqual({ outcomes: 1, claims: 0, runs: 0, orders: 0, previous: 0 })
    expect(await ids('outcomes', 'breadcrumb_id')).toEqual(kept.sort())
  },
)

test('removes claims that nobody took over within an hour, and runs not seen for 90 days', async () => {
  const [expired, live, old, young, long] = Array.from({ length: 5 }, () => randomUUID())
  await server.pool.query(
    `INSERT INTO rcrt_entities.claims SELECT id, gen_random_uuid(), gen_random_uuid(), now() + age FROM
       (VALUES ($1::uuid, interval '-61 minutes'), ($2::uuid, interval '-59 minutes')) AS c (id, age)`,
    [expired, live],
  )
  await server.pool.query(
    `INSERT INTO rcrt_entities.runs (id, command, host, pid, options, extractor, started_at, seen_at)
     SELECT id, 'backfill', 'test', 1, '{}', 'test', now() - started, now() - seen FROM
       (VALUES ($1::uuid, interval '91 days', interval '91 days'), ($2::uuid, interval '89 days', interval '89 days'),
         ($3::uuid, interval '91 days', interval '3 seconds')) AS r (id, started, seen)`,
    [old, young, long],
  )
  expect(await prune(database, randomUUID())).toEqual({
    outcomes: 0,
    claims: 1,
    runs: 1,
    orders: 0,
    previous: 0,
  })
  expect(await ids('claims', 'breadcrumb_id')).toEqual([live])
  expect(await ids('runs', 'id')).toEqual([young, long].sort())
})

test('removes orders that expired, or whose run ended or is gone, a day ago', async () => {
  const [ended, alive, justEnded, gone] = Array.from({ length: 4 }, () => randomUUID())
  await server.pool.query(
    `INSERT INTO rcrt_entities.runs (id, command, host, pid, options, extractor, seen_at, finished_at)
     SELECT id, 'watch', 'test', 1, '{}', 'test', now() - seen, now() - finished FROM
       (VALUES ($1::uuid, interval '25 hours', interval '25 hours'), ($2::uuid, interval '1 second', NULL),
         ($3::uuid, interval '23 hours', interval '23 hours')) AS r (id, seen, finished)`,
    [ended, alive, justEnded],
  )
  await server.pool.query(
    `INSERT INTO rcrt_entities.orders (run_id, action, given_by, expires_at)
     SELECT run, 'pause', words, now() - expired FROM
       (VALUES ($1::uuid, 'ended', NULL), ($2::uuid, 'alive', NULL), ($3::uuid, 'just ended', NULL), ($4::uuid, 'gone', NULL),
         (NULL, 'all', NULL), (NULL, 'expired', interval '25 hours'), (NULL, 'just expired', interval '23 hours'))
         AS o (run, words, expired)`,
    [ended, alive, justEnded, gone],
  )
  expect(await prune(database, randomUUID())).toMatchObject({ runs: 0, orders: 3 })
  expect(await ids('orders', 'given_by')).toEqual(['alive', 'all', 'just ended', 'just expired'])
})

test('removes what runs found and kept after 30 days, a step at a time', async () => {
  const [old, young] = [randomUUID(), randomUUID()]
  await server.pool.query(
    `INSERT INTO rcrt_entities.runs (id, command, host, pid, options, extractor, started_at, seen_at)
     SELECT id, 'backfill', 'test', 1, '{"keepPrevious": true}', 'test', now() - age, now() - age FROM
       (VALUES ($1::uuid, interval '31 days'), ($2::uuid, interval '29 days')) AS r (id, age)`,
    [old, young],
  )
  await server.pool.query(
    `INSERT INTO rcrt_entities.previous (run_id, breadcrumb_id, left_as)
     SELECT run, gen_random_uuid(), '' FROM unnest($1::uuid[]) AS run, generate_series(1, 1500)`,
    [[old, young]],
  )
  expect(await prune(database, randomUUID())).toMatchObject({ runs: 0, previous: 1000 })
  expect(await prune(database, randomUUID())).toMatchObject({ runs: 0, previous: 500 })
  expect(new Set(await ids('previous', 'run_id'))).toEqual(new Set([young]))
})

test('a role from which row-level security hides breadcrumbs removes no outcome', async () => {
  await insertBreadcrumbs(server.pool, [{}, { ownerId: '00000000-0000-0000-0000-0000000000ff' }])
  await runCli(['backfill', '--database-url', server.url])
  const role = `rcrt_prune_${randomUUID().slice(0, 8)}`
  await server.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'plain';
    GRANT SELECT ON breadcrumbs TO ${role};
    GRANT USAGE ON SCHEMA rcrt_entities TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rcrt_entities TO ${role}`)
  const url = new URL(server.url)
  url.username = role
  url.password = 'plain'
  const bound = connect({ target: url.href, maxConnections: 1, owner: OWNER_ID })
  for (const from of BEGINNINGS) expect(await prune(bound, from)).toMatchObject({ outcomes: 0 })
  await bound.close()
  expect(await ids('outcomes', 'breadcrumb_id')).toHaveLength(2)
  await server.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
})

test('every backfill that ends by itself prunes', async () => {
  await insertBreadcrumbs(server.pool, numberedBreadcrumbs(5))
  await runCli(['backfill', '--database-url', server.url])
  await server.pool.query('DELETE FROM breadcrumbs')
  await runCli(['backfill', '--database-url', server.url])
  expect(await ids('outcomes', 'breadcrumb_id')).toEqual([])
})

async function ids(table: string, column: string): Promise<string[]> {
  const { rows } = await server.pool.query<{ id: string }>(
    `SELECT ${column} AS id FROM rcrt_entities.${table} ORDER BY 1`,
  )
  return rows.map(({ id }) => id)
}
