import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { drain } from '../support/drain.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

test('a breadcrumb that another program keeps locked holds up neither the others nor the end', async () => {
  const [locked] = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
  const other = await database.pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM breadcrumbs WHERE id = $1 FOR UPDATE', [locked])
  const { tally, waits } = await drain({ url: database.url, othersLimit: 1_000 })
  expect(tally.processed).toBe(19)
  expect(waits).toContain('the rest is locked by another program')
  await other.query('ROLLBACK')
  other.release()
  expect((await drain({ url: database.url })).tally.processed).toBe(1)
})
