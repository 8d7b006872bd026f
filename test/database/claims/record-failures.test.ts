import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type Batch, batchOf, workOf } from '../../support/claims.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let server: TestDatabase
let database: Database
let table: TableShape
let id: string

beforeEach(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 2 })
  table = await prepareForWork(database, false)
  id = (await insertBreadcrumbs(server.pool, numberedBreadcrumbs(1)))[0] ?? ''
})
afterEach(async () => {
  await database.close()
  await server.drop()
})

test('whoever lost its claim records no failure, and leaves the claim to its new holder', async () => {
  const late = await claimed()
  await server.pool.query("UPDATE rcrt_entities.claims SET expires_at = now() - interval '1 second'")
  const holder = await claimed()
  expect(await failed(late)).toEqual(new Set())
  expect(await outcomes()).toEqual([])
  expect(await failed(holder)).toEqual(new Set([id]))
})

test('a failure whose commit was not acknowledged is recorded once, and said to be', async () => {
  const mine = await claimed()
  expect(await failed(mine)).toEqual(new Set([id]))
  const recorded = await outcomes()
  expect(await failed(mine)).toEqual(new Set([id]))
  expect(await outcomes()).toEqual(recorded)
})

async function claimed(): Promise<Batch> {
  const batch = batchOf([id])
  expect(await workOf(database, table, batch).claim(batch.ids, batch.token)).toHaveLength(1)
  return batch
}

function failed(batch: Batch): Promise<ReadonlySet<string>> {
  const failure = { id, version: 1, attempts: 1, error: 'for the test', retrySeconds: 2 }
  return workOf(database, table, batch).recordFailures([failure], batch.token)
}

async function outcomes() {
  return (await server.pool.query('SELECT * FROM rcrt_entities.outcomes')).rows
}
