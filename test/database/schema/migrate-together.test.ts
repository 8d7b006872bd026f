import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createStatement, OWN_INDEXES } from '../../../src/database/schema/own-indexes.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli, startCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const [PENDING_INDEX, ...OTHER_INDEXES] = OWN_INDEXES
const OWNER = 'rcrt_table_owner'

let database: TestDatabase
/** Writes to breadcrumbs and does not end: whoever builds an index has to wait for it. */
let writer: pg.PoolClient
let builder: pg.PoolClient

beforeAll(async () => {
  const server = await createTestDatabase()
  await server.pool.query(`CREATE ROLE ${OWNER} LOGIN PASSWORD 'plain'`)
  await server.drop()
})
afterAll(async () => {
  const server = await createTestDatabase()
  await server.pool.query(`DROP ROLE ${OWNER}`)
  await server.drop()
})
beforeEach(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
  for (const index of OTHER_INDEXES) await database.pool.query(createStatement(index))
  writer = await database.pool.connect()
  await writer.query('BEGIN; LOCK TABLE breadcrumbs IN ROW EXCLUSIVE MODE')
  builder = await database.pool.connect()
})
afterEach(async () => {
  for (const client of [writer, builder]) client.release(true)
  await database.drop()
})

test.each(['the same role', 'another role'])('waits for the index that %s is building', async (whose) => {
  const building = builder.query(createStatement(PENDING_INDEX))
  const [half] = await until('SELECT indexrelid::int AS oid FROM pg_index WHERE indexrelid = to_regclass($1)')
  const migrating = startCli(['migrate', '--database-url', await urlOf(whose)])
  await migrating.waitForStderr(/is building an index on breadcrumbs; waiting/)
  await writer.query('ROLLBACK')
  const { code, stdout, stderr } = await migrating.exit
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('Another process built the index')
  await building
  expect(await index()).toEqual([{ oid: half?.oid, valid: true }])
})

test('repairs the index of another process that gave up', async () => {
  const building = expect(builder.query(createStatement(PENDING_INDEX))).rejects.toThrow(
    'canceling statement',
  )
  await until('SELECT FROM pg_index WHERE indexrelid = to_regclass($1)')
  const migrating = startCli(['migrate', '--database-url', database.url])
  const [, backend] = await migrating.waitForStderr(/backend (\d+)\) is building/)
  // While it waits for the writer: afterwards it might be done before it is cancelled.
  await writer.query('SELECT pg_cancel_backend($1)', [backend])
  await building
  await writer.query('ROLLBACK')
  const { code, stdout, stderr } = await migrating.exit
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('Repaired the index')
  expect(await index()).toMatchObject([{ valid: true }])
})

test('tries again after a deadlock with the build of another index', async () => {
  const migrating = startCli(['migrate', '--database-url', database.url])
  await until('SELECT FROM pg_index WHERE indexrelid = to_regclass($1)')
  // Waits for the build to begin, so that the build has to wait for it at its end.
  await builder.query("SET deadlock_timeout = '1h'")
  const building = builder.query('CREATE INDEX CONCURRENTLY another_index ON breadcrumbs (title)')
  await until("SELECT FROM pg_locks WHERE NOT granted AND relation = 'breadcrumbs'::regclass AND $1 <> ''")
  await writer.query('ROLLBACK')
  await building
  const { code, stdout, stderr } = await migrating.exit
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/Repaired|Built/)
  expect(await index()).toMatchObject([{ valid: true }])
})

test('several at once all end well, with a left-over as without one', async () => {
  await writer.query('ROLLBACK')
  const together = () => Promise.all([1, 2, 3].map(() => runCli(['migrate', '--database-url', database.url])))
  for (const { code, stderr } of await together()) expect(code, stderr).toBe(0)
  await database.pool.query('UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass($1)', [
    PENDING_INDEX.name,
  ])
  for (const { code, stderr } of await together()) expect(code, stderr).toBe(0)
  expect(await index()).toMatchObject([{ valid: true }])
})

/** The superuser of the suite, or the table's owner, who may not see what others do. */
async function urlOf(whose: string): Promise<string> {
  if (whose === 'the same role') return database.url
  const url = new URL(database.url)
  await database.pool.query(`GRANT CREATE ON DATABASE ${url.pathname.slice(1)} TO ${OWNER}`)
  url.username = OWNER
  url.password = 'plain'
  return url.href
}

/** The rows of a query on the index, as soon as there are any. */
async function until(query: string): Promise<{ oid?: number }[]> {
  for (;;) {
    const { rows } = await database.pool.query(query, [PENDING_INDEX.name])
    if (rows.length > 0) return rows
    await delay(20)
  }
}

async function index(): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    'SELECT indexrelid::int AS oid, indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [PENDING_INDEX.name],
  )
  return rows
}
