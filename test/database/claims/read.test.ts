import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BreadcrumbRow } from '../../../src/database/claims/read.ts'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { insertBreadcrumbs, type NewBreadcrumb } from '../../support/breadcrumbs.ts'
import { batchOf, workOf } from '../../support/claims.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const LIGHTHOUSE: NewBreadcrumb = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'The Bell Rock',
  description: 'A lighthouse',
  context: { content: 'It stands on a reef.' },
  schemaName: 'knowledge.v1',
  version: 7,
}

let server: TestDatabase
let database: Database
let table: TableShape

beforeEach(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 2 })
  table = await prepareForWork(database, false)
})
afterEach(async () => {
  await database.close()
  await server.drop()
})

test.each(['low', 'pii'] as const)('a breadcrumb of sensitivity %s is read whole', async (sensitivity) => {
  const ids = await insertBreadcrumbs(server.pool, [{ ...LIGHTHOUSE, sensitivity }])
  expect(await read(ids)).toEqual([
    {
      id: LIGHTHOUSE.id,
      version: 7,
      title: 'The Bell Rock',
      description: 'A lighthouse',
      context: '{"content": "It stands on a reef."}',
      schemaName: 'knowledge.v1',
      sensitivity,
    },
  ])
})

test('no text of a secret breadcrumb leaves the database', async () => {
  const ids = await insertBreadcrumbs(server.pool, [{ ...LIGHTHOUSE, sensitivity: 'secret' }])
  expect(await read(ids)).toEqual([
    {
      id: LIGHTHOUSE.id,
      version: 7,
      title: '',
      description: null,
      context: null,
      schemaName: 'knowledge.v1',
      sensitivity: 'secret',
    },
  ])
})

test('a table that is older than descriptions is read without them', async () => {
  const ids = await insertBreadcrumbs(server.pool, [LIGHTHOUSE])
  await server.pool.query('ALTER TABLE breadcrumbs DROP COLUMN description CASCADE')
  table = await prepareForWork(database, false)
  expect(await read(ids)).toMatchObject([{ title: 'The Bell Rock', description: null }])
})

function read(ids: readonly string[]): Promise<BreadcrumbRow[]> {
  return workOf(database, table, batchOf(ids)).read(ids, 'pass by')
}
