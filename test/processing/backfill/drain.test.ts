import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { drain } from '../../support/drain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { refuseWrites } from '../../support/refuse-writes.ts'

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

test('a code of its own, as a trigger may raise, costs only the breadcrumb that it is raised for', async () => {
  const [refused = ''] = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(10))
  await refuseWrites(database.pool, 'RC001', `WHEN (OLD.id = '${refused}')`)
  expect((await drain({ url: database.url })).tally).toMatchObject({ processed: 9, failed: 1 })
})

test('a retry that is not due for long ends the run, and is left to the next', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2))
  await drain({ url: database.url })
  await database.pool.query('UPDATE breadcrumbs SET entity_keywords = NULL')
  await database.pool.query(
    `UPDATE rcrt_entities.outcomes SET status = 'retrying', retry_at = now() + interval '1 hour'`,
  )
  expect((await drain({ url: database.url })).tally.finished).toBe(0)
})

test('does all again once, though the clock was set back since it began', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
  await drain({ url: database.url })
  await database.pool.query(
    "ALTER TABLE rcrt_entities.runs ALTER started_at SET DEFAULT now() + interval '1 minute'",
  )
  expect((await drain({ url: database.url, kind: 'all' })).tally.processed).toBe(20)
})

test('a run that does all again leaves to another, still at work on the same, what that one has done', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
  await drain({ url: database.url, kind: 'all' })
  const atWork = (finishedAt: string) =>
    database.pool.query(`UPDATE rcrt_entities.runs SET seen_at = now(), finished_at = ${finishedAt}`)
  await atWork('NULL')
  expect((await drain({ url: database.url, kind: 'all' })).tally.finished).toBe(0)
  await atWork('now()')
  expect((await drain({ url: database.url, kind: 'all' })).tally.processed).toBe(20)
})

test('dates are read whatever style a database has', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
  const { rows } = await database.pool.query('SELECT current_database() AS name')
  await database.pool.query(`ALTER DATABASE ${rows[0].name} SET datestyle = 'German'`)
  await drain({ url: database.url })
  expect((await drain({ url: database.url, kind: 'all' })).tally.processed).toBe(20)
})
