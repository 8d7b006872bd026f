import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createPgliteDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts'

describe.each([
  ['a PostgreSQL server', () => createTestDatabase()],
  ['PGlite', createPgliteDatabase],
])('stats on %s', (_, create) => {
  let database: TestDatabase
  const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])

  beforeAll(async () => {
    database = await create()
  })
  afterAll(() => database.drop())
  beforeEach(() => database.pool.query('TRUNCATE breadcrumbs; DROP SCHEMA IF EXISTS rcrt_entities CASCADE'))

  test('counts each breadcrumb in exactly one state, and the same by schema', async () => {
    const [changed = ''] = await insertBreadcrumbs(database.pool, [
      { title: 'Lighthouse', schemaName: 'note.v1' },
      { title: 'Windmill', schemaName: 'note.v1' },
      { title: '', context: {}, schemaName: 'note.v1' },
      { title: 'Vault', sensitivity: 'secret', schemaName: null },
    ])
    await cli('backfill')
    await updateContent(database.pool, changed, { content: 'harbour' })
    await insertBreadcrumbs(database.pool, [
      { title: 'New', schemaName: null },
      { title: 'Later', schemaName: null, embedding: null },
    ])
    const { stdout, code } = await cli('stats', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      total: 6,
      processed: 1,
      skipped: 2,
      skippedByReason: { 'no-text': 1, withheld: 1 },
      stale: 1,
      pending: 1,
      waiting: 1,
      claimed: 0,
      failed: 0,
      coveragePercent: 60,
      schemas: [
        { schema: null, total: 3, skipped: 1, pending: 1, waiting: 1, coveragePercent: 50 },
        { schema: 'note.v1', total: 3, processed: 1, skipped: 1, stale: 1, coveragePercent: 66.66 },
      ],
    })
    expect(code).toBe(0)
  })

  test('works where there is nothing, and writes nothing', async () => {
    const { stdout, code } = await cli('stats')
    expect(stdout).toMatch(/^0 breadcrumbs/)
    expect(code).toBe(0)
    const { rows } = await database.pool.query("SELECT to_regnamespace('rcrt_entities') AS own_schema")
    expect(rows).toEqual([{ own_schema: null }])
  })

  test('lists runs, newest first, with what they did and how they ended', async () => {
    await insertBreadcrumbs(database.pool, [{ title: 'Lighthouse' }])
    await cli('backfill')
    await cli('backfill')
    const runs = JSON.parse((await cli('stats', '--runs', '--json')).stdout)
    expect(runs).toMatchObject([
      { command: 'backfill', processed: 0, ending: 'done' },
      { command: 'backfill', processed: 1, ending: 'done' },
    ])
    expect(JSON.stringify(runs)).not.toContain('postgresql://')
    expect((await cli('stats', '--runs')).stdout).toMatch(/^started +command/)
  })
})
