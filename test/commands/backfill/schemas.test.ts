import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])

beforeAll(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(
    database.pool,
    ['knowledge.v1', 'knowledge.article.v1', 'user.message.v1', null].map((schemaName) => ({ schemaName })),
  )
})
afterAll(() => database.drop())

test.each([['--dry-run'], ['--quiet']])(
  'a --schema that no breadcrumb has is an error with the nearest names (%s)',
  async (flag) => {
    const { code, stdout, stderr } = await cli('backfill', flag, '--schema', 'knowlege.v1')
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^error: --schema knowlege\.v1 matches no schema at 127\.0\.0\.1:\d+\/\w+\nhint: /)
    expect(stderr).toContain('knowledge.v1, knowledge.article.v1')
  },
)

test('each --schema has to match one, whatever the others match', async () => {
  const { code, stderr } = await cli('backfill', '--schema', 'knowledge.*', '--schema', 'user.mesage.v1')
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /^error: --schema user\.mesage\.v1 matches no schema .*\nhint: there are user\.message\.v1/,
  )
})

test('one that matches schemas of which nothing is due says so', async () => {
  await cli('backfill')
  const { code, stdout } = await cli('backfill', '--schema', 'knowledge.*')
  expect(stdout).toBe('Nothing to do: of knowledge.article.v1, knowledge.v1 nothing is due.\n')
  expect(code).toBe(0)
})

test('watch warns of one that nothing matches yet', async () => {
  const { code, stderr } = await cli('watch', '--once', '--schema', 'knowlege.v1')
  expect(stderr).toMatch(/^warning: --schema knowlege\.v1 matches no schema .* so far/m)
  expect(code).toBe(0)
})
