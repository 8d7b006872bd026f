import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'
import { startTerminal, terminalAvailable } from '../support/terminal.ts'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, [
    ...numberedBreadcrumbs(60, () => ({ schemaName: 'result.v1' })),
    ...numberedBreadcrumbs(20),
    ...numberedBreadcrumbs(20, () => ({ title: '', context: {} })),
    { entityKeywords: ['lighthouses'] },
  ])
})
afterEach(() => database.drop())

test('counts what is due by schema as somebody else would, and what is skipped', async () => {
  await cli('migrate')
  const { rows } = await database.pool.query(
    `SELECT schema_name AS schema, count(*)::int AS count FROM breadcrumbs
     WHERE entity_keywords IS NULL GROUP BY 1 ORDER BY 2 DESC`,
  )
  expect(await plan()).toMatchObject({ due: 100, rows: 100, sampled: 100, skippedShare: 0.2, schemas: rows })
  expect(await plan('--schema', 'result.*', '--limit', '10')).toMatchObject({ due: 60, rows: 10 })
  expect(await plan('--force')).toMatchObject({ due: 101 })
  expect(await plan('--foreign')).toMatchObject({ due: 1 })
})

test('tells by a save on trial what is really written, and leaves nothing behind', async () => {
  await cli('migrate')
  expect(await plan()).toMatchObject({ deadTuples: 100, untried: null })
  await cli('backfill')
  const before = await snapshot()
  const again = await plan('--force')
  // Only what the other program wrote would change.
  expect(again).toMatchObject({ due: 101, deadTuples: 1, untried: null })
  expect(again.walBytes).toBeGreaterThan(0)
  expect(await plan('--force', '--max-keywords', '1')).toMatchObject({ deadTuples: 81 })
  expect(await snapshot()).toEqual(before)
})

test('works without the tool’s schema, makes none, and says that nothing was tried', async () => {
  const { untried, deadTuples } = await plan()
  expect({ untried, deadTuples }).toEqual({
    untried: '`rcrt-entities migrate` has not been run',
    deadTuples: 100,
  })
  const { rows } = await database.pool.query("SELECT to_regnamespace('rcrt_entities') AS own")
  expect(rows).toEqual([{ own: null }])
})

test('tells what would refuse the writes', async () => {
  await cli('migrate')
  await refuseWrites(database.pool, 'P0001', '')
  expect((await plan()).untried).toContain('refused for the test')
})

test.each([40, 80])('fits %i columns', async (columns) => {
  await cli('migrate')
  const { stdout } = await runCli(['plan', '--database-url', database.url], {
    env: { COLUMNS: String(columns) },
  })
  expect(stdout).toMatch(/^100 breadcrumbs are due\ntime +about \d+s: this machine/)
  expect(stdout).toMatch(/^ +9-16 +80 {2}█{20}$/m)
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
})

test.skipIf(!terminalAvailable)('--force shows it before it asks, and tries nothing by then', async () => {
  await cli('migrate')
  const shown = startTerminal(['backfill', '--force', '--database-url', database.url], { columns: 200 })
  await shown.waitFor(/again, at most 10,000 \(--limit\)\? \[y\/N\]/s)
  expect(shown.text).toMatch(/101 breadcrumbs are due\s+time +about/)
  expect(shown.text).toContain('nothing was saved on trial')
  shown.write('n\r')
  expect((await shown.exit).code).toBe(1)
})

async function snapshot(): Promise<unknown> {
  const all = async (table: string) =>
    (await database.pool.query(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`)).rows
  const tables = ['breadcrumbs', 'rcrt_entities.outcomes', 'rcrt_entities.claims', 'rcrt_entities.runs']
  return Promise.all(tables.map(all))
}

async function plan(...flags: string[]) {
  const { stdout, stderr, code } = await cli('plan', '--json', ...flags)
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

function cli(...args: string[]) {
  return runCli([...args, '--database-url', database.url])
}
