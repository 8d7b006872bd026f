import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type Batch, batchOf, workOf } from '../../support/claims.ts'
import { somebodyWaits } from '../../support/locks.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

/** Lowest first; in the table the other way round. */
const IDS = [1, 2, 3].map((number) => `00000000-0000-4000-8000-00000000000${number}`)
const [lowest = '', , highest = ''] = IDS

let server: TestDatabase
let database: Database
let table: TableShape

beforeEach(async () => {
  server = await createTestDatabase()
  await insertBreadcrumbs(
    server.pool,
    IDS.toReversed().map((id) => ({ id })),
  )
  // Nested loops over whole tables keep the order in which the rows lie.
  const off = ['indexscan', 'bitmapscan', 'mergejoin', 'hashjoin'].map((way) => `-c enable_${way}=off`)
  const url = new URL(server.url)
  url.searchParams.set('options', off.join(' '))
  database = connect({ target: url.href, maxConnections: 2 })
  table = await prepareForWork(database, false)
})
afterEach(async () => {
  await database.close()
  await server.drop()
})

test('two that claim the same breadcrumbs wait for one another, never in a circle', async () => {
  const other = await otherProcess()
  await other.claims(lowest)
  const mine = claimed(batchOf(IDS))
  mine.catch(() => undefined)
  await somebodyWaits(server.pool)
  await other.claims(highest)
  await other.commits()
  expect(await mine).toEqual([IDS[1]])
})

test('a claim that another process makes this very moment stays with it', async () => {
  const other = await otherProcess()
  await other.claims(lowest)
  const mine = claimed(batchOf(IDS))
  await somebodyWaits(server.pool)
  await other.commits()
  expect(await mine).toEqual(IDS.slice(1))
  expect(await holderOf(lowest)).toBe(other.batch.token)
})

test('a claim that another process gives back this very moment is taken', async () => {
  const other = await otherProcess()
  await other.claims(lowest, '0 s')
  const batch = batchOf(IDS)
  const mine = claimed(batch)
  await somebodyWaits(server.pool)
  await other.commits()
  expect(await mine).toEqual(IDS)
  expect(await holderOf(lowest)).toBe(batch.token)
})

/** Holds its claims in a transaction of its own until it commits. */
async function otherProcess() {
  const batch = batchOf(IDS)
  const client = await server.pool.connect()
  await client.query('BEGIN')
  return {
    batch,
    claims: (id: string, lasting = '30 s') =>
      client.query('INSERT INTO rcrt_entities.claims VALUES ($1, $2, $3, now() + $4::interval)', [
        ...[id, batch.token, batch.run.id, lasting],
      ]),
    commits: async () => {
      await client.query('COMMIT')
      client.release()
    },
  }
}

async function claimed(batch: Batch): Promise<string[]> {
  const claims = await workOf(database, table, batch).claim(batch.ids, batch.token)
  return claims.map(({ id }) => id).sort()
}

async function holderOf(id: string): Promise<string> {
  const { rows } = await server.pool.query(
    'SELECT token FROM rcrt_entities.claims WHERE breadcrumb_id = $1',
    [id],
  )
  return rows[0].token
}
