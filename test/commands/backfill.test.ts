import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installAudit, readAudit } from '../support/audit.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, OWNER_ID, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createPgliteDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'

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
    expect(stderr).toContain('Found 1,200 breadcrumbs to backfill')
    expect(stdout).toMatch(/1,200\/1,200 breadcrumbs processed, 0 skipped in \d+s\n$/)
    expect(code).toBe(0)
    expect(await readAudit(database.pool)).toMatchObject({ lost: 0, doubled: 0 })
  })

  test('finds nothing to do the second time, and says so', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(3))
    await cli('backfill')
    const { stdout, code } = await cli('backfill')
    expect(stdout).toBe('Nothing to do: no breadcrumb matches.\n')
    expect(code).toBe(0)
  })

  test('leaves breadcrumbs without an embedding to RCRT, unless asked', async () => {
    await insertBreadcrumbs(database.pool, [{ title: 'A lonely lighthouse', embedding: null }])
    expect((await json('backfill')).found).toBe(0)
    expect(await json('backfill', '--include-unembedded')).toMatchObject({ found: 1, processed: 1 })
  })

  test('marks what has nothing to extract as skipped, so that it never comes again', async () => {
    await insertBreadcrumbs(database.pool, [
      { title: '', context: {} },
      { title: 'Vault keys', context: { content: 'the secret lighthouse' }, sensitivity: 'secret' },
    ])
    expect(await json('backfill')).toMatchObject({
      processed: 0,
      skipped: 2,
      skippedByReason: { withheld: 1, 'no-text': 1 },
    })
    const { rows } = await database.pool.query('SELECT DISTINCT entities, entity_keywords FROM breadcrumbs')
    expect(rows).toEqual([{ entities: {}, entity_keywords: [] }])
    expect((await json('backfill')).found).toBe(0)
  })

  test('stops at its limit, newest first', async () => {
    const day = (number: number) => new Date(Date.UTC(2026, 0, number))
    await insertBreadcrumbs(
      database.pool,
      numberedBreadcrumbs(10, (number) => ({ createdAt: day(number) })),
    )
    expect(await json('backfill', '--limit', '4')).toMatchObject({ ending: 'limit', found: 4, processed: 4 })
    const { rows } = await database.pool.query(
      'SELECT min(created_at) AS oldest FROM breadcrumbs WHERE entity_keywords IS NOT NULL',
    )
    expect(rows).toEqual([{ oldest: day(7) }])
    expect(await json('backfill', '--limit', '6')).toMatchObject({ ending: 'done', found: 6, processed: 6 })
  })

  test('keeps to the schemas and times that it is given', async () => {
    await insertBreadcrumbs(database.pool, [
      { title: 'Lighthouse', schemaName: 'knowledge.v1' },
      { title: 'Lighthouse', schemaName: 'knowledge_x.v1' },
      { title: 'Lighthouse', schemaName: null },
      { title: 'Lighthouse', schemaName: 'note.v1', createdAt: new Date('2020-01-01') },
    ])
    expect((await json('backfill', '--dry-run', '--schema', 'knowledge.*')).processed).toBe(1)
    expect((await json('backfill', '--dry-run', '--schema', 'know*', '--schema', 'note.v?')).processed).toBe(
      3,
    )
    expect((await json('backfill', '--dry-run', '--exclude-schema', 'know*')).processed).toBe(2)
    expect((await json('backfill', '--dry-run', '--until', '2021-01-01')).processed).toBe(1)
    expect((await json('backfill', '--dry-run', '--since', '7d')).processed).toBe(3)
  })

  test('writes nothing in a dry run, not even its own schema, and shows what it would write', async () => {
    await insertBreadcrumbs(database.pool, [{ title: 'The Bell Rock Lighthouse' }])
    const { stdout, code } = await cli('backfill', '--dry-run')
    expect(stdout).toMatch(/lighthouse/)
    expect(stdout).toContain('nothing was written')
    expect(code).toBe(0)
    const { rows } = await database.pool.query(
      `SELECT entity_keywords, to_regnamespace('rcrt_entities') AS own_schema FROM breadcrumbs`,
    )
    expect(rows).toEqual([{ entity_keywords: null, own_schema: null }])
  })

  test('takes any JSON as context: null, text, numbers, lists, 50 levels, 10 MB, odd characters', async () => {
    const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), 'the deepest lighthouse')
    const contexts: unknown[] = [
      'a lighthouse',
      42,
      ['a lighthouse', [1, null]],
      deep,
      { content: 'lighthouse keeper '.repeat(600_000) },
      { content: 'a \\u0000 lighthouse' },
    ]
    await insertBreadcrumbs(
      database.pool,
      contexts.map((context) => ({ title: 'Beacon', context })),
    )
    const [nothing] = await insertBreadcrumbs(database.pool, [{ title: 'Beacon' }])
    await database.pool.query("UPDATE breadcrumbs SET context = 'null' WHERE id = $1", [nothing])
    expect(await json('backfill')).toMatchObject({ found: 7, processed: 7, failed: 0, truncated: 1 })
  })

  test('extracts again what changed since, with --stale, and all, with --force', async () => {
    const [id = ''] = await insertBreadcrumbs(database.pool, [{ title: 'Beacon' }, { title: 'Harbour' }])
    await json('backfill')
    await updateContent(database.pool, id, { content: 'a windmill' })
    expect((await json('backfill')).found).toBe(0)
    expect(await json('backfill', '--stale')).toMatchObject({ found: 1, processed: 1 })
    expect(await keywords(id)).toContain('windmill')
    expect(await json('backfill', '--force', '--yes')).toMatchObject({ found: 2, processed: 2 })
  })

  test('extracts again with --outdated what other rules gave', async () => {
    await insertBreadcrumbs(database.pool, [{ title: 'Beacon' }])
    await json('backfill', '--max-keywords', '5')
    expect((await json('backfill', '--outdated', '--max-keywords', '5')).found).toBe(0)
    expect(await json('backfill', '--outdated')).toMatchObject({ found: 1, processed: 1 })
  })

  test('ends after --max-duration, keeping what is done', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(50))
    const summary = await json('backfill', '--max-duration', '5s', '--max-rate', '5')
    expect(summary.ending).toBe('out of time')
    expect(summary.processed).toBeGreaterThan(0)
    expect(summary.processed).toBeLessThan(50)
    const { rows } = await database.pool.query(
      'SELECT ending, (SELECT count(*)::int FROM rcrt_entities.claims WHERE expires_at > now()) AS claims FROM rcrt_entities.runs',
    )
    expect(rows).toEqual([{ ending: 'out of time', claims: 0 }])
  })

  test('may take as long as it wants of a --max-duration of 30 days', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
    const summary = await json('backfill', '--max-duration', '30d')
    expect(summary).toMatchObject({ ending: 'done', processed: 20 })
  })

  test('keeps to one tenant with --owner, also for a role that row-level security does not bind', async () => {
    await insertBreadcrumbs(database.pool, [
      { title: 'Beacon' },
      { title: 'Harbour', ownerId: '00000000-0000-0000-0000-0000000000ff' },
    ])
    expect(await json('backfill', '--owner', OWNER_ID)).toMatchObject({ found: 1, processed: 1 })
    expect(await json('stats', '--owner', OWNER_ID)).toMatchObject({ total: 1, processed: 1 })
    expect(await json('stats')).toMatchObject({ total: 2, processed: 1, pending: 1 })
  })

  test('without --owner sees all tenants, whichever RCRT left set on a shared connection', async () => {
    await insertBreadcrumbs(database.pool, [{ title: 'Beacon' }, { title: 'Harbour' }])
    await setForAll("app.current_owner_id = '00000000-0000-0000-0000-0000000000ff'")
    expect(await json('backfill')).toMatchObject({ found: 2, processed: 2 })
    await setForAll('app.current_owner_id = DEFAULT')
  })

  /** For every connection that is opened from now on. */
  async function setForAll(setting: string): Promise<void> {
    const { rows } = await database.pool.query('SELECT quote_ident(current_database()) AS name')
    await database.pool.query(`ALTER DATABASE ${rows[0].name} SET ${setting}`)
  }

  async function keywords(id: string): Promise<string[]> {
    const { rows } = await database.pool.query('SELECT entity_keywords FROM breadcrumbs WHERE id = $1', [id])
    return rows[0].entity_keywords
  }

  /** Runs a command with `--json`; what is not one document, or not on stdout, fails here. */
  async function json(...args: string[]): Promise<Record<string, unknown>> {
    const { stdout, stderr, code } = await cli(...args, '--json')
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout)
  }
})

test('backfill ends with 3 when a third attempt at a breadcrumb failed, and there is no fourth', async () => {
  const database = await createTestDatabase()
  const cli = (command: string) => runCli([command, '--json', '--database-url', database.url])
  const [id = ''] = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2))
  await cli('migrate')
  await database.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, attempts, retry_at, run_id)
     VALUES ($1, 1, 'test', 'retrying', 2, now(), gen_random_uuid())`,
    [id],
  )
  await refuseWrites(database.pool, 'RC001', `WHEN (OLD.id = '${id}')`)
  const { stdout, code } = await cli('backfill')
  expect(JSON.parse(stdout)).toMatchObject({ found: 2, processed: 1, failed: 1 })
  expect(code).toBe(3)
  const { rows } = await database.pool.query(
    'SELECT attempts FROM rcrt_entities.outcomes WHERE status = $1',
    ['failed'],
  )
  expect(rows).toEqual([{ attempts: 3 }])
  expect(JSON.parse((await cli('backfill')).stdout)).toMatchObject({ found: 0 })
  await database.drop()
})
