import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest'
import { LEASE_SECONDS } from '../../../src/database/claims/claim.ts'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { Leases } from '../../../src/processing/path/leases.ts'
import type { Work } from '../../../src/processing/work.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { batchOf, workOf } from '../../support/claims.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const RENEWAL_MS = (LEASE_SECONDS * 1000) / 3

let server: TestDatabase
let database: Database
let table: TableShape
let leases: Leases
let renewals: MockInstance<Work['renew']>

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 2 })
  table = await prepareForWork(database, false)
})
afterEach(async () => {
  await leases.close()
  vi.useRealTimers()
  await database.close()
  await server.drop()
})

test('claims are renewed while work goes on, when a third of their time is over', async () => {
  await claimOne()
  await age()
  vi.advanceTimersByTime(RENEWAL_MS)
  await leases.close()
  expect(await secondsLeft()).toBeGreaterThan(LEASE_SECONDS / 2)
})

test('what is no longer in hand is not renewed', async () => {
  const token = await claimOne()
  leases.drop(token)
  await age()
  vi.advanceTimersByTime(RENEWAL_MS)
  await leases.close()
  expect(await secondsLeft()).toBeLessThan(LEASE_SECONDS / 2)
})

test('a renewal that the database refuses ends nothing: the save finds out what became of the claims', async () => {
  await claimOne()
  await server.pool.query('ALTER TABLE rcrt_entities.claims RENAME TO gone')
  vi.advanceTimersByTime(RENEWAL_MS)
  await leases.close()
})

test('a defect ends the work', async () => {
  await claimOne()
  renewals.mockRejectedValue(new TypeError('a defect'))
  vi.advanceTimersByTime(RENEWAL_MS)
  await expect(leases.close()).rejects.toThrow('a defect')
})

test('once closed, or with nothing in hand, nothing is renewed', async () => {
  const token = await claimOne()
  leases.drop(token)
  vi.advanceTimersByTime(RENEWAL_MS)
  leases.keep(token)
  await leases.close()
  vi.advanceTimersByTime(RENEWAL_MS)
  expect(renewals).not.toHaveBeenCalled()
})

async function claimOne(): Promise<string> {
  const batch = batchOf(await insertBreadcrumbs(server.pool, numberedBreadcrumbs(1)))
  const work = workOf(database, table, batch)
  renewals = vi.spyOn(work, 'renew')
  leases = new Leases(work)
  leases.keep(batch.token)
  expect(await work.claim(batch.ids, batch.token)).toHaveLength(1)
  return batch.token
}

/** As if most of the lease had passed. */
async function age(): Promise<void> {
  await server.pool.query("UPDATE rcrt_entities.claims SET expires_at = now() + interval '1 second'")
}

async function secondsLeft(): Promise<number> {
  const { rows } = await server.pool.query(
    'SELECT extract(epoch FROM expires_at - now())::float8 AS left FROM rcrt_entities.claims',
  )
  return rows[0].left
}
