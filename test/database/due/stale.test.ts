import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claim, releaseClaims } from '../../../src/database/claims/claim.ts'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { Due, Selection } from '../../../src/database/due/selection.ts'
import { findStale } from '../../../src/database/due/stale.ts'
import { transactionTimes } from '../../../src/database/due/transaction-times.ts'
import { startRun } from '../../../src/database/records/runs.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from '../../support/breadcrumbs.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const SELECTION: Selection = { kinds: ['pending', 'stale'], filters: {}, includeUnembedded: false }
const FOREIGN: Selection = { ...SELECTION, kinds: ['pending', 'stale', 'updated foreign'] }
const RUN = { id: randomUUID(), extractor: 'test', since: new Date(0) }
const LATER = new Date(Date.now() + 3_600_000)

let server: TestDatabase
let database: Database
let table: TableShape
let ids: string[]

/** Three breadcrumbs that were processed and whose content has changed since. */
beforeEach(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 4 })
  table = await prepareForWork(database, false)
  ids = (await insertBreadcrumbs(server.pool, numberedBreadcrumbs(3))).sort()
  await process(ids)
  for (const id of ids) await updateContent(server.pool, id, { content: 'changed' })
})
afterEach(async () => {
  await database.close()
  await server.drop()
})

test('without a moment all that changed since it was processed is found, page after page', async () => {
  expect(await stale({ limit: 2 })).toEqual(ids.slice(0, 2))
  expect(await stale({ limit: 2, ...(ids[1] && { afterId: ids[1] }) })).toEqual(ids.slice(2))
})

test('since a moment only what changed after it is found', async () => {
  expect(await stale({ since: LATER })).toEqual([])
  expect(await stale({ since: new Date(0) })).toEqual(ids)
})

test('what a dead process has in hand is found whenever it changed, what a live one has is not', async () => {
  const [dead, live] = ids
  await claimFor([dead ?? '', live ?? ''])
  expect(await stale({ since: LATER })).toEqual([])
  await server.pool.query(
    `UPDATE rcrt_entities.claims SET expires_at = now() - interval '1 s' WHERE breadcrumb_id = $1`,
    [dead],
  )
  expect(await stale({ since: LATER })).toEqual([dead])
})

test('what was claimed and given back is found whenever it changed', async () => {
  const token = await claimFor(ids.slice(1))
  await database.transaction((transaction) => releaseClaims(transaction, token))
  expect(await stale({ since: LATER })).toEqual(ids.slice(1))
})

test("of another program's, what a watch had in hand is found whenever it changed, what a backfill had is not", async () => {
  await server.pool.query('DELETE FROM rcrt_entities.outcomes')
  const [watched = '', backfilled = ''] = ids
  await dropInHand('watch', watched)
  await dropInHand('backfill', backfilled)
  expect(await stale({ since: LATER }, FOREIGN)).toEqual([watched])
})

test('what was updated and processed again is not found', async () => {
  await process(ids.slice(1))
  expect(await stale({})).toEqual(ids.slice(0, 1))
})

test('the oldest open transaction is found, whoever has it open; without the right to see it, the own one', async () => {
  const other = await server.pool.connect()
  try {
    await other.query('BEGIN')
    const { rows } = await other.query('SELECT now() AS now, pg_sleep(0.01)')
    const { startedAt, oldestOpenAt } = await times()
    expect(oldestOpenAt).toEqual(rows[0].now)
    expect(startedAt.getTime()).toBeGreaterThan(oldestOpenAt.getTime())
    const unseeing = await times('pg_signal_backend')
    expect(unseeing.oldestOpenAt).toEqual(unseeing.startedAt)
  } finally {
    await other.query('ROLLBACK')
    other.release()
  }
  const alone = await times()
  expect(alone.oldestOpenAt).toEqual(alone.startedAt)
})

function times(role = 'NONE'): ReturnType<typeof transactionTimes> {
  return database.transaction(async (transaction) => {
    await transaction.query(`SET LOCAL ROLE ${role}`)
    return transactionTimes(transaction)
  })
}

function due(selection = SELECTION): Due {
  return { table, selection, run: RUN }
}

async function stale(
  page: { since?: Date; afterId?: string; limit?: number },
  selection = SELECTION,
): Promise<string[]> {
  const found = await database.transaction((transaction) =>
    findStale(transaction, due(selection), { limit: 10, ...page }),
  )
  return found.map(({ id }) => id)
}

async function claimFor(of: readonly string[]): Promise<string> {
  const token = randomUUID()
  await database.transaction((transaction) => claim(transaction, due(), of, token))
  return token
}

/** Claims a breadcrumb of another program's for a run, which gives it back undone. */
async function dropInHand(command: string, id: string): Promise<void> {
  const run = { ...RUN, id: randomUUID() }
  await startRun(database, { ...run, command, host: 'test', pid: 1, options: {} }, FOREIGN)
  const token = randomUUID()
  await database.transaction(async (transaction) => {
    await claim(transaction, { table, selection: FOREIGN, run }, [id], token)
    await releaseClaims(transaction, token)
  })
}

/** Leaves what a save leaves. */
async function process(of: readonly string[]): Promise<void> {
  await server.pool.query(
    "UPDATE breadcrumbs SET entities = '{}', entity_keywords = '{agent}' WHERE id = ANY ($1)",
    [of],
  )
  await server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
     SELECT id, version, 'test', 'processed', gen_random_uuid() FROM breadcrumbs WHERE id = ANY ($1)
     ON CONFLICT (breadcrumb_id) DO UPDATE SET version = excluded.version`,
    [of],
  )
}
