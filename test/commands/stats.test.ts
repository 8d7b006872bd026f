import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs, OWNER_ID, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createPgliteDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const STRANGER = '00000000-0000-0000-0000-0000000000ff'

/** Lets every breadcrumb have failed, those with the highest title last; returns them, the newest failure first. */
async function failAll({ pool }: TestDatabase): Promise<{ id: string; title: string }[]> {
  await pool.query(`
    UPDATE rcrt_entities.outcomes o SET status = 'failed', attempts = 3, error = 'refused ' || b.title,
      recorded_at = now() - make_interval(secs => 1000 - place)
    FROM (SELECT id, title, row_number() OVER (ORDER BY title) AS place FROM breadcrumbs) b
    WHERE b.id = o.breadcrumb_id`)
  return (await pool.query('SELECT id, title FROM breadcrumbs ORDER BY title DESC')).rows
}

/** The second column of `stats --runs`. */
function commandsOf(text: string): (string | undefined)[] {
  const lines = text.trimEnd().split('\n').slice(1)
  return lines.map((line) => line.split(/ {2,}/)[1])
}

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

  test('tells apart what is tried again and what RCRT never embeds, and waits for neither', async () => {
    const [id] = await insertBreadcrumbs(database.pool, [
      { title: 'Lighthouse' },
      { title: 'Windmill' },
      { schemaName: 'system.hygiene.v1', embedding: null },
    ])
    await cli('backfill')
    await database.pool.query(
      `UPDATE rcrt_entities.outcomes SET status = 'retrying', attempts = 1, retry_at = now() WHERE breadcrumb_id = $1`,
      [id],
    )
    const { stdout } = await cli('stats', '--json')
    const expected = { processed: 1, retrying: 1, pending: 0, stale: 0, unembedded: 1, waiting: 0 }
    expect(JSON.parse(stdout)).toMatchObject({ ...expected, coveragePercent: 50 })
    expect(JSON.parse((await cli('inspect', String(id), '--json')).stdout).state).toBe('retrying')
  })

  test('calls nothing covered where all is waiting, or where there is nothing', async () => {
    await insertBreadcrumbs(database.pool, [
      { title: 'Later', schemaName: 'waiting.v1', embedding: null },
      { title: 'Done', schemaName: 'done.v1' },
    ])
    await cli('backfill')
    const { coveragePercent, schemas } = JSON.parse((await cli('stats', '--json')).stdout)
    expect(coveragePercent).toBe(100)
    expect(schemas).toMatchObject([
      { schema: 'done.v1', coveragePercent: 100 },
      { schema: 'waiting.v1', coveragePercent: null },
    ])
    expect((await cli('stats')).stdout).toMatch(/^waiting\.v1 +1 +- +/m)
    const stranger = ['--owner', STRANGER]
    expect((await cli('stats', ...stranger)).stdout).toMatch(/^0 breadcrumbs {2}- covered\n/)
    expect(JSON.parse((await cli('stats', '--json', ...stranger)).stdout).coveragePercent).toBeNull()
  })

  test('lists the newest 10 failures with schema, time, error and attempts, and hints what to do', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(12))
    await cli('backfill')
    const failed = await failAll(database)
    const { stdout, stderr } = await cli('stats')
    expect(stdout).toMatch(/\nfailed \(the newest 10 of 12\)\n/)
    for (const { id, title } of failed.slice(0, 10)) {
      expect(stdout).toMatch(
        new RegExp(`\n${id}\n  schema note\\.v1, \\d+[sm] ago, after 3 attempts: refused ${title}\n`),
      )
    }
    expect(stderr).toMatch(/inspect <id>.*backfill --failed/)
    const { newestFailures } = JSON.parse((await cli('stats', '--json')).stdout)
    expect(newestFailures).toEqual(
      failed.slice(0, 10).map(({ id, title }) => ({
        id,
        schema: 'note.v1',
        failedAt: expect.stringMatching(/^20\S+Z$/),
        attempts: 3,
        error: `refused ${title}`,
      })),
    )
  })

  test('lists no failure of another tenant, nor one whose content changed since; and where none is left, says nothing', async () => {
    const [changed = '', , mine = ''] = await insertBreadcrumbs(database.pool, [
      { title: 'Changed', ownerId: OWNER_ID },
      { title: 'Foreign', ownerId: STRANGER },
      { title: 'Mine', ownerId: OWNER_ID },
    ])
    await cli('backfill')
    await failAll(database)
    await updateContent(database.pool, changed, { content: 'harbour' })
    const shown = await cli('stats', '--owner', OWNER_ID)
    expect(shown.stdout).toMatch(new RegExp(`\nfailed\n${mine}\n.*refused Mine\n$`))
    await updateContent(database.pool, mine, { content: 'harbour' })
    const none = await cli('stats', '--owner', OWNER_ID)
    expect(none.stdout).not.toMatch(/^failed$/m)
    expect(none.stderr).toBe('')
  })

  test('works where there is nothing, and writes nothing', async () => {
    const { stdout, code } = await cli('stats')
    expect(stdout).toMatch(/^0 breadcrumbs {2}- covered/)
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

  test('tells runs on different work apart, and lists as many as --limit says', async () => {
    await cli('backfill')
    await cli('backfill', '--stale', '--failed')
    await cli('backfill', '--outdated')
    await cli('backfill', '--force', '--yes')
    await cli('watch', '--once')
    const commands = [
      'watch --once',
      'backfill --force',
      'backfill --outdated',
      'backfill --failed --stale',
      'backfill',
    ]
    expect(commandsOf((await cli('stats', '--runs')).stdout)).toEqual(commands)
    expect(commandsOf((await cli('stats', '--runs', '--limit', '2')).stdout)).toEqual(commands.slice(0, 2))
  })

  test('counts what a run saved that could not record it any more, and calls it cut off', async () => {
    await insertBreadcrumbs(database.pool, [{ title: 'Lighthouse' }, { title: '', context: {} }])
    await cli('backfill')
    await database.pool.query(`
      UPDATE rcrt_entities.outcomes SET recorded_at = now() - interval '1 hour';
      UPDATE rcrt_entities.runs SET processed = 0, skipped = 0, ending = NULL, finished_at = NULL,
        started_at = now() - interval '1 hour 2 s', seen_at = now() - interval '1 hour 2 s'`)
    expect(JSON.parse((await cli('stats', '--runs', '--json')).stdout)).toMatchObject([
      { processed: 1, skipped: 1, failed: 0 },
    ])
    expect((await cli('stats', '--runs')).stdout).toMatch(/ 2s +1 +1 +0 +cut off\n/)
  })
})

test('under row-level security, stats lists the failures of its tenant alone, and what was finished for it', async () => {
  const database = await createTestDatabase()
  const [mine = '', foreign = ''] = await insertBreadcrumbs(database.pool, [
    { title: 'Mine', ownerId: OWNER_ID },
    { title: 'Foreign', ownerId: STRANGER },
  ])
  await runCli(['backfill', '--database-url', database.url])
  await failAll(database)
  const url = await limitedRole(database)
  const { stdout, stderr } = await runCli(['stats', '--database-url', url, '--owner', OWNER_ID])
  expect(stdout, stderr).toContain(mine)
  expect(stdout).not.toContain(foreign)
  for (const from of [url, database.url]) {
    const json = await runCli(['stats', '--database-url', from, '--owner', OWNER_ID, '--json'])
    expect(JSON.parse(json.stdout).finishedByHour.at(-1)).toBe(1)
  }
  await database.pool.query('DROP OWNED BY stats_role; DROP ROLE stats_role')
  await database.drop()
})

/** Returns a connection string of a role that may read, and that row-level security binds. */
async function limitedRole({ pool, url }: TestDatabase): Promise<string> {
  await pool.query(`
    CREATE ROLE stats_role LOGIN PASSWORD 'pass';
    GRANT USAGE ON SCHEMA rcrt_entities TO stats_role;
    GRANT SELECT ON breadcrumbs TO stats_role;
    GRANT SELECT ON ALL TABLES IN SCHEMA rcrt_entities TO stats_role`)
  const limited = new URL(url)
  limited.username = 'stats_role'
  limited.password = 'pass'
  return limited.href
}
