import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let server: TestDatabase
let database: Database

beforeAll(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 1 })
})
afterAll(async () => {
  await database.close()
  await server.drop()
})

test.each([
  ['2026-11-10 20:04:54.706123+00', '2026-11-10T20:04:54.706Z'],
  ['12026-11-23 00:00+00', '+012026-11-23T00:00:00.000Z'],
  ['0044-03-15 12:00+00 BC', '-000043-03-15T12:00:00.000Z'],
  ['4714-11-24 00:00+00 BC', '-004713-11-24T00:00:00.000Z'],
  ['294276-12-31 00:00+00', '+275760-09-13T00:00:00.000Z'],
  ['infinity', '+275760-09-13T00:00:00.000Z'],
  ['-infinity', '-271821-04-20T00:00:00.000Z'],
])('the timestamp %s is a Date', async (text, expected) => {
  const [row] = await database.transaction((transaction) =>
    transaction.query<{ time: Date; none: Date | null }>(
      'SELECT $1::timestamptz AS time, NULL::timestamptz AS none',
      [text],
    ),
  )
  expect(row?.time.toISOString()).toBe(expected)
  expect(row?.none).toBeNull()
})
