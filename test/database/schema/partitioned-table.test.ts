import { afterEach, beforeEach, expect, test } from 'vitest'
import { OWN_INDEXES } from '../../../src/database/schema/own-indexes.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
  await database.pool.query(`ALTER TABLE breadcrumbs RENAME TO whole;
    CREATE TABLE breadcrumbs (LIKE whole INCLUDING DEFAULTS, PRIMARY KEY (id)) PARTITION BY HASH (id);
    CREATE TABLE half0 PARTITION OF breadcrumbs FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE half1 PARTITION OF breadcrumbs FOR VALUES WITH (MODULUS 2, REMAINDER 1)`)
})
afterEach(() => database.drop())

const run = (...args: string[]) => runCli([...args, '--database-url', database.url])

test('a partitioned table is worked through like any other', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(30))
  expect((await run('backfill')).stdout).toMatch(/30\/30 breadcrumbs processed/)
  expect((await run('stats')).stdout).toMatch(/^30 breadcrumbs {2}█+ {2}100% covered/)
})

test('migrate makes all but the indexes, and says what to run: then nothing is left to do', async () => {
  expect((await run('migrate')).stdout).toMatch(/^Applied migration 1: /)
  await buildAsTold()
  expect(await attached()).toBe(4)
  await buildAsTold('--lanes')
  expect(await attached()).toBe(6)
})

async function buildAsTold(...flags: string[]): Promise<void> {
  const { stderr, code } = await run('migrate', ...flags)
  expect(stderr).toMatch(/^error: the table breadcrumbs at \S+ is partitioned: /)
  expect(stderr).not.toMatch(/standby/)
  expect(code).toBe(2)
  const statements = stderr.match(/CREATE INDEX .*;/g) ?? []
  for (const statement of statements)
    for (const partition of statement.includes('<partition>') ? ['half0', 'half1'] : [''])
      await database.pool.query(statement.replace('<partition>', partition))
  const again = await run('migrate', ...flags)
  expect(again, again.stderr).toMatchObject({ stdout: 'Nothing to do: everything is up to date.\n', code: 0 })
}

async function attached(): Promise<number> {
  const { rows } = await database.pool.query(
    "SELECT count(*)::int AS attached FROM pg_inherits WHERE inhparent::regclass::text LIKE '%rcrt_entities%'",
  )
  return rows[0].attached
}

test('migrate --undo says how to drop the indexes of a partitioned table', async () => {
  await database.pool.query(
    OWN_INDEXES.map(({ name }) => `CREATE INDEX ${name} ON breadcrumbs (id)`).join(';'),
  )
  const { stderr, code } = await run('migrate', '--undo', '--yes')
  expect(code).toBe(2)
  await database.pool.query(/DROP INDEX .*;/.exec(stderr)?.[0] ?? 'SELECT no_hint')
  expect((await run('migrate', '--undo', '--yes')).code).toBe(0)
})
