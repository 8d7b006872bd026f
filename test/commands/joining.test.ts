import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprintOf } from '../../src/extraction/fingerprint.ts'
import { insertBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

test('a --force run that joins another does again only what was updated since', async () => {
  const [updated = '', other = ''] = await insertBreadcrumbs(database.pool, [{ title: 'A' }, { title: 'B' }])
  const force = ['--force', '--yes']
  expect(await backfill(...force)).toMatchObject({ processed: 2 })
  await revive()
  await updateContent(database.pool, updated, { content: 'a windmill' })
  expect(await backfill(...force)).toMatchObject({ found: 1, processed: 1 })
  const { rows } = await database.pool.query(
    "SELECT id FROM breadcrumbs WHERE 'windmill' = ANY (entity_keywords) AND id <> $1",
    [other],
  )
  expect(rows).toEqual([{ id: updated }])
})

test('runs with the same time back from now join, though their moments differ', async () => {
  await insertBreadcrumbs(database.pool, [{}, {}])
  const force = ['--force', '--yes', '--since', '24h']
  expect(await backfill(...force)).toMatchObject({ processed: 2 })
  await revive()
  expect(await backfill(...force)).toMatchObject({ found: 0 })
  expect(await backfill('--force', '--yes', '--since', '25h')).toMatchObject({ found: 2 })
})

/** Lets the runs so far be at work still. */
async function revive(): Promise<void> {
  const { rowCount } = await database.pool.query(
    'UPDATE rcrt_entities.runs SET finished_at = NULL, ending = NULL, seen_at = now() WHERE extractor = $1',
    [fingerprintOf()],
  )
  expect(rowCount).toBeGreaterThan(0)
}

async function backfill(...flags: string[]): Promise<Record<string, unknown>> {
  const { stdout, stderr, code } = await runCli([
    'backfill',
    ...flags,
    '--json',
    '--database-url',
    database.url,
  ])
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}
