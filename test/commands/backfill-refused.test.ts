import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'

let database: TestDatabase
const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

test.each([
  ['all that there are', 20, '500'],
  ['more than a batch', 20, '5'],
])(
  'a refusal that meets every write (%s) ends the run, says why and charges nobody',
  async (_, count, size) => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(count))
    await refuseWrites(database.pool, 'P0001')
    const { code, stderr, stdout } = await cli('backfill', '--batch-size', size)
    expect(stderr).toMatch(/error: the database refuses every update of breadcrumbs: .*refused for the test/)
    expect(stderr).toMatch(/hint: mend what refuses it/)
    expect(stdout).toMatch(/0\/20 breadcrumbs processed.*ended by an error/)
    expect(stdout).not.toContain('✅')
    expect(code).toBe(1)
    await database.pool.query('DROP TRIGGER refuse ON breadcrumbs')
    expect((await cli('backfill')).stdout).toMatch(/20\/20 breadcrumbs processed/)
  },
)

test('a breadcrumb that alone is refused is charged, and the others are saved', async () => {
  const [refused] = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(1))
  await refuseWrites(database.pool, 'P0001', `WHEN (OLD.id = '${refused}')`)
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(3))
  const { code, stdout, stderr } = await cli('backfill', '--json')
  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({
    processed: 3,
    failed: 1,
    retrying: 0,
    failures: [{ count: 1, example: refused, what: expect.stringContaining('refused for the test') }],
  })
  expect(stderr).toMatch(/Saving failed: .*refused for the test/)
  expect(stderr).not.toContain('Entity extraction failed')
})

test('breadcrumbs that another program has locked are no proof that every write is refused', async () => {
  const bad = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2))
  await refuseWrites(database.pool, 'P0001', `WHEN (OLD.id IN ('${bad.join("','")}'))`)
  const good = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(5))
  const other = await database.pool.connect()
  try {
    await other.query('BEGIN')
    await other.query('SELECT FROM breadcrumbs WHERE id = ANY ($1) FOR UPDATE', [good])
    const { stderr, stdout } = await cli('backfill', '--max-duration', '8s', '--json')
    expect(stderr).not.toContain('refuses every update')
    expect(JSON.parse(stdout).ending).not.toBe('error')
  } finally {
    await other.query('ROLLBACK')
    other.release()
  }
})

test('failures of one kind are told once and counted, and nothing about them is green', async () => {
  await insertBreadcrumbs(database.pool, [
    ...numberedBreadcrumbs(30, () => ({ schemaName: 'refused.v1' })),
    ...numberedBreadcrumbs(30),
  ])
  await refuseWrites(database.pool, 'P0001', "WHEN (OLD.schema_name = 'refused.v1')")
  const { code, stdout, stderr } = await cli('backfill', '--schema', 'refused.v1')
  expect(code).toBe(3)
  expect(stderr.match(/Saving failed/g)).toHaveLength(1)
  expect(stderr.match(/warning: breadcrumb \S+ failed/g)).toHaveLength(1)
  expect(stderr).toMatch(/\n {2}30 × .*refused for the test.* \(such as [0-9a-f-]{36}\)\n/)
  expect(stdout).toMatch(
    /0\/30 breadcrumbs processed, 0 skipped, 30 failed .*the same command with --failed tries again\n$/,
  )
  expect(stdout).not.toContain('✅')
  const quiet = await cli('backfill', '--failed', '--quiet')
  expect(quiet.stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^warning: half of the last/),
    expect.stringMatching(/^warning: breadcrumb \S+ failed/),
  ])
})

test('a limit that ends a run is told with what is left; --limit all does the rest', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(12))
  const { stdout } = await cli('backfill', '--limit', '5')
  expect(stdout).toMatch(/5\/5 .*; --limit is reached, 7 are left: the same command with --limit all\n$/)
  expect(JSON.parse((await cli('backfill', '--limit', 'all', '--json')).stdout)).toMatchObject({
    ...{ found: 7, processed: 7, left: 0, ending: 'done' },
  })
})
