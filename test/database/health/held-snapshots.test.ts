import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { heldSnapshots } from '../../../src/database/health/held-snapshots.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import {
  createTestDatabase,
  type PostgresServer,
  startPostgresServer,
  type TestDatabase,
} from '../../support/postgres.ts'

/** Whoever is at work now is told, too. */
const AT_ONCE = 0

let server: PostgresServer
let rcrt: TestDatabase
let database: Database

beforeAll(async () => {
  server = await startPostgresServer({
    settings: { max_prepared_transactions: '2', wal_level: 'logical', autovacuum: 'off' },
  })
  rcrt = await createTestDatabase(server.url)
  database = connect({ target: rcrt.url, maxConnections: 2 })
  await insertBreadcrumbs(rcrt.pool, numberedBreadcrumbs(20))
})
afterAll(async () => {
  await database.close()
  await rcrt.drop()
  await server.stop({ remove: true })
})

async function opened(statements: string, url = rcrt.url): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'pg_dump' })
  await client.connect()
  await client.query(statements)
  return client
}

const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM breadcrumbs'

test('a transaction that has read once is told with its process, and no longer when it is over', async () => {
  const client = await opened(SNAPSHOT)
  const during = await heldSnapshots(database, AT_ONCE)
  const later = await heldSnapshots(database, 5)
  await client.end()
  expect(during?.held).toEqual([
    {
      ...{ kind: 'session', name: 'pg_dump', pid: expect.any(Number), role: 'postgres', isIdle: true },
      ...{ seconds: expect.any(Number), transactions: expect.any(Number) },
    },
  ])
  expect(during?.hidesSessions).toBe(false)
  expect(later?.held).toEqual([])
})

test('dead rows of a partitioned table are those of its partitions', async () => {
  const own = await createTestDatabase(server.url)
  const partitioned = connect({ target: own.url, maxConnections: 1 })
  await own.pool.query(`ALTER TABLE breadcrumbs RENAME TO whole;
    CREATE TABLE breadcrumbs (LIKE whole INCLUDING DEFAULTS, PRIMARY KEY (id)) PARTITION BY HASH (id);
    CREATE TABLE half0 PARTITION OF breadcrumbs FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE half1 PARTITION OF breadcrumbs FOR VALUES WITH (MODULUS 2, REMAINDER 1)`)
  await insertBreadcrumbs(own.pool, numberedBreadcrumbs(20))
  await own.pool.query('UPDATE breadcrumbs SET read_count = 1')
  await expect
    .poll(async () => (await heldSnapshots(partitioned, AT_ONCE))?.deadRows, { timeout: 30_000 })
    .toBe(20)
  await partitioned.close()
  await own.drop()
})

test('so is one that has written, whatever its isolation', async () => {
  const client = await opened('BEGIN; UPDATE breadcrumbs SET read_count = 1')
  const { held } = (await heldSnapshots(database, AT_ONCE)) ?? {}
  await client.query('ROLLBACK')
  await client.end()
  expect(held).toMatchObject([{ kind: 'session', isIdle: true }])
})

test.each([
  ['a transaction that holds none', 'BEGIN; SELECT count(*) FROM breadcrumbs', () => rcrt.url],
  ["another database's", 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class', () => server.url],
])('%s is left out', async (_, statements, url) => {
  const client = await opened(statements, url())
  const { held } = (await heldSnapshots(database, AT_ONCE)) ?? {}
  await client.end()
  expect(held).toEqual([])
})

test('a prepared transaction is told by its name', async () => {
  const client = await opened("BEGIN; UPDATE breadcrumbs SET read_count = 1; PREPARE TRANSACTION 'left over'")
  const { held } = (await heldSnapshots(database, AT_ONCE)) ?? {}
  await client.query("ROLLBACK PREPARED 'left over'")
  await client.end()
  expect(held).toMatchObject([{ kind: 'prepared transaction', name: 'left over', pid: null, isIdle: true }])
})

test('the dead rows that one keeps are counted', async () => {
  const client = await opened(SNAPSHOT)
  await rcrt.pool.query('UPDATE breadcrumbs SET read_count = 2')
  await rcrt.pool.query('VACUUM breadcrumbs')
  const during = await heldSnapshots(database, AT_ONCE)
  await client.end()
  await rcrt.pool.query('VACUUM breadcrumbs')
  const after = await heldSnapshots(database, AT_ONCE)
  expect([during?.deadRows, after?.deadRows]).toEqual([20, 0])
})

describe('a role of few rights', () => {
  const connected = () => {
    const url = rcrt.url.replace(/\/\/[^@]*@/, '//few:few@')
    return connect({ target: url, maxConnections: 1 })
  }
  beforeAll(async () => {
    await rcrt.pool.query("CREATE ROLE few LOGIN PASSWORD 'few'")
  })

  test('is told that it does not see since when others are at work', async () => {
    const client = await opened(SNAPSHOT)
    const few = connected()
    const found = await heldSnapshots(few, AT_ONCE)
    await few.close()
    await client.end()
    expect(found).toMatchObject({ held: [], hidesSessions: true })
  })

  test('is told nothing where it may not look at all', async () => {
    await rcrt.pool.query('REVOKE SELECT ON pg_stat_activity FROM PUBLIC')
    const few = connected()
    const found = await heldSnapshots(few, AT_ONCE)
    await few.close()
    expect(found).toBeUndefined()
  })
})
