import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installAudit, readAudit } from '../support/audit.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createPgliteDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts'

describe.each([
  ['a PostgreSQL server', () => createTestDatabase()],
  ['PGlite', createPgliteDatabase],
])('backfill on %s', (_, create) => {
  let database: TestDatabase
  const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])

  beforeAll(async () => {
    database = await create()
    await installAudit(database.pool)
  })
  afterAll(() => database.drop())
  beforeEach(() => database.pool.query('TRUNCATE breadcrumbs; DROP SCHEMA IF EXISTS rcrt_entities CASCADE'))

  test('gives every pending breadcrumb keywords, once, and says so', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(1200))
    const { stdout, stderr, code } = await cli('backfill', '--batch-size', '100')
    expect(stderr).toContain('Found 1200 breadcrumbs to backfill')
    expect(stdout).toMatch(/1200\/1200 breadcrumbs processed, 0 skipped in \d+s\n$/)
    expect(code).toBe(0)
    expect(await readAudit(database.pool)).toMatchObject({ lost: 0, doubled: 0 })
  })
})
