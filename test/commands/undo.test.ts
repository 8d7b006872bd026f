import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'

const FORCE = ['--force', '--yes', '--max-keywords', '2']

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

test('brings back keywords, entities and records of every state, byte for byte', async () => {
  const [changed = ''] = await insertBreadcrumbs(database.pool, [
    ...numberedBreadcrumbs(700),
    { title: '', context: {} },
    { sensitivity: 'pii' },
  ])
  await backfill()
  await insertBreadcrumbs(database.pool, [
    { entityKeywords: ['lighthouses', 'a "quoted" one', 'NULL', ''], entities: { name: ['é "x"'] } },
    { entityKeywords: [] },
    { entityKeywords: null, entities: { odd: [] } },
  ])
  await updateContent(database.pool, changed, { content: 'a lighthouse' })
  const before = await snapshot()
  const { run, processed, skipped } = await backfill(...FORCE)
  expect(await snapshot()).not.toEqual(before)
  const undone = await undo(run)
  expect(undone).toMatchObject({ run, dryRun: false, restored: processed + skipped, left: [] })
  expect(await snapshot()).toEqual(before)
  expect(await undo(run)).toMatchObject({ kept: 0, restored: 0 })
})

test('a dry run where nothing was ever done makes no schema, and knows no run', async () => {
  const { code, stderr } = await cli('undo', '0f8fad5b', '--dry-run')
  expect(stderr).toContain('no run that kept what was there before is called 0f8fad5b')
  expect(code).toBe(1)
  const { rows } = await database.pool.query(
    "SELECT count(*)::int AS schemas FROM pg_namespace WHERE nspname = 'rcrt_entities'",
  )
  expect(rows).toEqual([{ schemas: 0 }])
})

test('leaves alone and lists what was written since, is in hand, is secret or is gone', async () => {
  const ids = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(7))
  const [content = '', keywords = '', extracted = '', claimed = '', locked = '', secret = '', gone = ''] = ids
  await backfill()
  const { run } = await backfill(...FORCE)
  await updateContent(database.pool, content, { content: 'a lighthouse' })
  await database.pool.query("UPDATE breadcrumbs SET entity_keywords = '{mine}' WHERE id = $1", [keywords])
  await backfill('--force', '--yes', '--no-keep-previous', '--id', extracted)
  await database.pool.query(
    `INSERT INTO rcrt_entities.claims VALUES ($1, gen_random_uuid(), gen_random_uuid(), now() + interval '1 min')`,
    [claimed],
  )
  await database.pool.query("UPDATE breadcrumbs SET sensitivity = 'secret' WHERE id = $1", [secret])
  await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [gone])
  const other = await database.pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM breadcrumbs WHERE id = $1 FOR UPDATE', [locked])
  const before = await snapshot()
  const { left } = await undo(run)
  await other.query('ROLLBACK')
  other.release()
  const why = new Map(left.map((one) => [one.id, one.why]))
  expect(ids.map((id) => why.get(id))).toEqual([
    ...['written-since', 'written-since', 'written-since', 'in-hand', 'in-hand', 'secret', 'gone'],
  ])
  expect(await snapshot()).toEqual(before)
  const { stdout } = await cli('undo', run.slice(0, 8))
  expect(stdout).toContain(`${content}  written since\n`)
  expect(stdout).toContain('Undo: 1/7 breadcrumbs are as before, 6 left alone')
})

test('--dry-run tells the same and writes nothing', async () => {
  const ids = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(5))
  await backfill()
  const { run } = await backfill(...FORCE)
  await updateContent(database.pool, ids[0] ?? '', { content: 'a lighthouse' })
  const before = await snapshot()
  const planned = await undo(run, '--dry-run')
  expect(planned).toMatchObject({ dryRun: true, kept: 5, restored: 4, left: [{ id: ids[0] }] })
  expect(await snapshot()).toEqual(before)
  expect(await undo(run)).toEqual({ ...planned, dryRun: false })
})

test('a breadcrumb that fails under way gets back what was recorded of it before', async () => {
  const [refused = ''] = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(5))
  await backfill()
  const before = await snapshot()
  await refuseWrites(database.pool, 'P0001', `WHEN (OLD.id = '${refused}')`)
  const { stdout } = await cli('backfill', ...FORCE, '--json')
  const { run, failed } = JSON.parse(stdout)
  expect(failed).toBe(1)
  expect(await undo(run)).toMatchObject({ restored: 5, left: [] })
  expect(await snapshot()).toEqual(before)
})

test.each([
  [['--force', '--yes'], 3],
  [['--outdated', '--max-keywords', '2'], 2],
  [['--foreign'], 1],
  [['--force', '--yes', '--no-keep-previous'], 0],
  [['--stale'], 0],
  [['--stale', '--keep-previous'], 1],
])('backfill %j keeps what was there before of %i breadcrumbs', async (flags, kept) => {
  const [stale = ''] = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2))
  await backfill()
  await insertBreadcrumbs(database.pool, [{ entityKeywords: ['lighthouses'] }])
  if (flags.includes('--stale')) await updateContent(database.pool, stale, { content: 'a lighthouse' })
  const { stderr } = await cli('backfill', ...flags)
  expect(await previous()).toHaveLength(kept)
  expect(/`rcrt-entities undo [0-9a-f]{8}` brings back/.test(stderr)).toBe(kept > 0)
})

test('of what turns secret nothing is kept, and what was kept is forgotten', async () => {
  const [id] = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2))
  await backfill()
  await backfill(...FORCE)
  expect(await previous()).toHaveLength(2)
  await database.pool.query("UPDATE breadcrumbs SET sensitivity = 'secret' WHERE id = $1", [id])
  await backfill()
  expect(await previous()).not.toContain(id)
  await insertBreadcrumbs(database.pool, [{ sensitivity: 'secret', entityKeywords: ['hunter2'] }])
  const { run } = await backfill(...FORCE)
  const { rows } = await database.pool.query('SELECT * FROM rcrt_entities.previous WHERE run_id = $1', [run])
  expect(JSON.stringify(rows)).not.toContain('hunter2')
})

test('a run that kept nothing, and one that is at work, can’t be undone', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2))
  const plain = await backfill()
  expect((await cli('undo', plain.run)).stderr).toContain(`is called ${plain.run}`)
  const forced = await backfill(...FORCE)
  await database.pool.query('UPDATE rcrt_entities.runs SET finished_at = NULL, ending = NULL')
  const { stderr, code } = await cli('undo', forced.run)
  expect(stderr).toContain('is at work')
  expect(code).toBe(1)
})

/** All of RCRT's rows and all of our records. */
async function snapshot(): Promise<unknown> {
  const all = async (table: string) =>
    (await database.pool.query(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`)).rows
  return [await all('breadcrumbs'), await all('rcrt_entities.outcomes')]
}

async function previous(): Promise<string[]> {
  const { rows } = await database.pool.query('SELECT breadcrumb_id AS id FROM rcrt_entities.previous')
  return rows.map(({ id }) => id)
}

interface Undone {
  readonly left: readonly { readonly id: string; readonly why: string }[]
}

async function undo(run: string, ...flags: string[]): Promise<Undone> {
  const { stdout, stderr, code } = await cli('undo', run, '--json', ...flags)
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

async function backfill(...flags: string[]): Promise<{ run: string; processed: number; skipped: number }> {
  const { stdout, stderr, code } = await cli('backfill', '--json', ...flags)
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

function cli(...args: string[]) {
  return runCli([...args, '--database-url', database.url])
}
