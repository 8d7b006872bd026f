import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { samplesOf } from '../../support/metrics.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

function run(...args: string[]) {
  return runCli(args, { env: { DATABASE_URL: database.url } })
}

test('--format prometheus tells of each schema and state what --json does', async () => {
  const named = (at: number) => ({ schemaName: at <= 10 ? null : `schema${at % 3}.v1` })
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(40, named))
  await run('backfill', '--limit', '25', '--quiet')
  const { stdout, code } = await run('stats', '--format', 'prometheus')
  expect(code).toBe(0)
  const samples = samplesOf(stdout)
  const { schemas, coveragePercent } = JSON.parse((await run('stats', '--json')).stdout)
  expect(schemas).toHaveLength(4)
  for (const { schema, pending, processed, failed } of schemas) {
    const value = (state: string) =>
      samples.get(`table_breadcrumbs{state="${state}",schema="${schema ?? 'none'}"}`)
    expect([value('pending'), value('processed'), value('failed')]).toEqual([pending, processed, failed])
  }
  expect(samples.get('table_coverage_ratio')).toBe(coveragePercent / 100)
})

test('beyond 50 schemas the smallest are told together', async () => {
  const named = (at: number) => ({ schemaName: `schema${at % 60}.v1` })
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(110, named))
  const samples = samplesOf((await run('stats', '--format', 'prometheus')).stdout)
  const pending = [...samples].filter(([name]) => name.startsWith('table_breadcrumbs{state="pending"'))
  expect(pending).toHaveLength(51)
  expect(samples.get('table_breadcrumbs{state="pending",schema="other"}')).toBe(10)
})

test.each([['--runs'], ['--json']])('--format and %s exclude each other', async (flag) => {
  const { code, stderr } = await run('stats', '--format', 'prometheus', flag)
  expect(stderr).toMatch(/cannot be used with|exclude each other/)
  expect(code).toBe(2)
})
