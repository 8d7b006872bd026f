import { afterAll, beforeAll, expect, test } from 'vitest'
import { STATES } from '../../src/database/due/state.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { expectToFit, validatorOf } from '../support/json-schemas.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'

let database: TestDatabase
/** One that was done, three that are refused, one each of the others. */
let ids: string[]

/** Done, without text, secret, refused, waiting, never embedded, without a schema: something for each name. */
beforeAll(async () => {
  database = await createTestDatabase()
  const inserted = await insertBreadcrumbs(database.pool, [
    ...numberedBreadcrumbs(5),
    ...numberedBreadcrumbs(3, () => ({ schemaName: 'refused.v1' })),
    { title: '', context: {} },
    { sensitivity: 'secret' },
    { embedding: null },
    { embedding: null, schemaName: 'system.hygiene.v1' },
    { schemaName: null },
  ])
  ids = inserted.slice(4)
  await refuseWrites(database.pool, 'P0001', "WHEN (OLD.schema_name = 'refused.v1')")
})
afterAll(() => database.drop())

test.each<[string, string[]]>([
  ['extract', ['extract', 'Ada asked for a tool']],
  ['extract', ['extract', 'of the']],
  ['migrate-dry-run', ['migrate', '--dry-run']],
  ['backfill-dry-run', ['backfill', '--dry-run']],
  ['plan', ['plan']],
  ['migrate', ['migrate']],
  ['plan', ['plan', '--force', '--max-keywords', '1']],
  ['migrate', ['migrate']],
  ['backfill', ['backfill', '--limit', '2']],
  ['backfill', ['backfill']],
  ['backfill', ['backfill', '--failed', '--since', '24h']],
  ['failures', ['failures']],
  ['backfill', ['backfill', '--schema', 'note.v1']],
  ['stats', ['stats']],
  ['runs-order', ['runs', 'pause', 'all', '--for', '1h', '--reason', 'vacuum']],
  ['runs-order', ['runs', 'resume', 'all']],
  ['stats-runs', ['stats', '--runs']],
  ['runs', ['runs']],
])('%s.schema.json describes all that %j prints', async (name, args) => {
  const { stdout, stderr } = await cli(args)
  expectToFit(name, JSON.parse(stdout), stderr)
})

test('migrate.schema.json and its dry run describe what is removed', async () => {
  const other = await createTestDatabase()
  const migrate = async (...flags: string[]) =>
    JSON.parse((await runCli(['migrate', '--json', '--database-url', other.url, ...flags])).stdout)
  await migrate()
  const planned: { steps: unknown[] } = await migrate('--undo', '--dry-run')
  const removed: { steps: unknown[] } = await migrate('--undo', '--yes')
  await other.drop()
  expectToFit('migrate-dry-run', planned, '')
  expectToFit('migrate', removed, '')
  expect(planned.steps).toHaveLength(removed.steps.length)
  expect(removed.steps).toContainEqual({ did: 'removed', what: 'schema', name: 'rcrt_entities' })
})

test('runs and stats-runs.schema.json describe runs at work under every order', async () => {
  await database.pool.query(
    `UPDATE rcrt_entities.runs SET finished_at = NULL, ending = NULL, seen_at = now() + interval '1 h'
     WHERE id = (SELECT id FROM rcrt_entities.runs LIMIT 1)`,
  )
  for (const order of [
    ['pause', 'all', '--for', '1h', '--reason', 'vacuum'],
    ['rate', 'all', '400'],
    ['stop', 'all'],
  ])
    expectToFit('runs-order', JSON.parse((await cli(['runs', ...order])).stdout), '')
  const [shown] = JSON.parse((await cli(['runs'])).stdout)
  expect(shown.orders).toHaveLength(3)
  expectToFit('runs', [shown], '')
  expectToFit('stats-runs', JSON.parse((await cli(['stats', '--runs'])).stdout), '')
  await cli(['runs', 'resume', 'all'])
  await cli(['runs', 'rate', 'all', 'none'])
})

test('undo.schema.json describes what comes back, and what does not', async () => {
  const { stdout } = await cli(['backfill', '--force', '--yes', '--schema', 'note.v1', '--max-keywords', '2'])
  const { run } = JSON.parse(stdout)
  await database.pool.query('UPDATE breadcrumbs SET version = version + 1 WHERE id = $1', [ids[0]])
  for (const flags of [['--dry-run'], []]) {
    const undone = await cli(['undo', run, ...flags])
    const document = JSON.parse(undone.stdout)
    expectToFit('undo', document, undone.stderr)
    expect(document.left).toMatchObject([{ id: ids[0], why: 'written-since' }])
  }
  await database.pool.query('UPDATE breadcrumbs SET version = version - 1 WHERE id = $1', [ids[0]])
})

test('inspect.schema.json describes breadcrumbs of each state, and why each is found or not', async () => {
  const [stale = '', claimed = '', foreign = '', pending = ''] = await insertBreadcrumbs(database.pool, [
    { schemaName: 'stale.v1' },
    {},
    { entityKeywords: ['lighthouses'], entities: { name: ['x'] } },
    {},
  ])
  await cli(['backfill', '--schema', 'stale.v1'])
  await updateContent(database.pool, stale, { content: 'a lighthouse' })
  await claimForARun(claimed)
  const seen = new Set<string>()
  for (const id of [...ids, stale, claimed, foreign, pending]) {
    const { stdout, stderr } = await cli(['inspect', id, '--query', 'lighthouse'])
    const document: Inspected = JSON.parse(stdout)
    expectToFit('inspect', document, stderr)
    seen.add(document.state).add(document.asked.placement.verdict)
  }
  const states = STATES.filter((state) => state !== 'retrying')
  expect([...seen].sort()).toEqual(
    [...new Set([...states, 'nothing-in-common', 'withheld', 'without-schema'])].sort(),
  )
  await database.pool.query('DELETE FROM rcrt_entities.claims')
})

test('search.schema.json describes what is found, and how RCRT ranks it', async () => {
  for (const args of [['number', '--rcrt'], ['nothingofthekind'], ['number', '--explain']]) {
    const { stdout, stderr } = await cli(['search', ...args])
    expectToFit('search', JSON.parse(stdout), stderr)
  }
})

test('evaluate.schema.json describes an evaluation, and what does worst', async () => {
  const lines = ids.map((id) => JSON.stringify({ query: 'number', relevant: [id] }))
  for (const flags of ['--worst=10', '--no-rcrt']) {
    const { stdout, stderr } = await cli(['evaluate', '-', flags], lines.join('\n'))
    const document: { worst: unknown[] } = JSON.parse(stdout)
    expectToFit('evaluate', document, stderr)
    expect(document.worst.length).toBeGreaterThan(0)
  }
})

test('compare.schema.json describes a comparison, with questions and without', async () => {
  const question = JSON.stringify({ query: 'number', relevant: [ids[0]] })
  for (const flags of [[], ['--max-keywords', '1', '--queries', '-'], ['--foreign']]) {
    const { stdout, stderr } = await cli(['compare', ...flags], question)
    expectToFit('compare', JSON.parse(stdout), stderr)
  }
})

test('watch.schema.json describes each line of watch', async () => {
  await insertBreadcrumbs(database.pool, [{}, { sensitivity: 'secret' }, { schemaName: 'refused.v1' }])
  const { stdout, stderr } = await cli(['watch', '--once'])
  const lines = stdout.trimEnd().split('\n')
  const events = lines.map((line): { event: string } => JSON.parse(line))
  for (const event of events) expectToFit('watch', event, stderr)
  expect(new Set(events.map(({ event }) => event))).toEqual(
    new Set(['started', 'processed', 'skipped', 'retrying', 'failed', 'stopped']),
  )
})

test('backfill and watch name their run and its start as stats --runs does', async () => {
  const backfill = JSON.parse((await cli(['backfill'])).stdout)
  const watch = (await cli(['watch', '--once'])).stdout.trimEnd().split('\n')
  const [started, stopped] = [watch[0], watch.at(-1)].map((line) => JSON.parse(line ?? ''))
  const [second, first] = JSON.parse((await cli(['stats', '--runs'])).stdout)
  expect(backfill).toMatchObject({ run: first.run, startedAt: first.startedAt })
  for (const line of [started, stopped])
    expect(line).toMatchObject({ run: second.run, startedAt: second.startedAt })
})

test('watch --json has the schema of each breadcrumb, and the entities that were saved', async () => {
  const [id] = await insertBreadcrumbs(database.pool, [{ title: 'Ada Lovelace', schemaName: 'person.v1' }])
  const { stdout } = await cli(['watch', '--once'])
  const [line] = stdout.split('\n').filter((text) => text.includes('"processed","time"'))
  const { rows } = await database.pool.query('SELECT entities FROM breadcrumbs WHERE id = $1', [id])
  expect(JSON.parse(line ?? '')).toMatchObject({ id, schema: 'person.v1', entities: rows[0].entities })
})

test('a name that no schema has is found', () => {
  const validate = validatorOf('migrate')
  expect(validate({ steps: [] })).toBe(true)
  expect(validate({ steps: [], more: 1 })).toBe(false)
})

function cli(args: readonly string[], input = '') {
  const where = args[0] === 'extract' ? [] : ['--database-url', database.url]
  return runCli([...args, '--json', ...where], { input })
}

interface Inspected {
  readonly state: string
  readonly asked: { readonly placement: { readonly verdict: string } }
}

async function claimForARun(id: string): Promise<void> {
  await database.pool.query(
    `INSERT INTO rcrt_entities.claims
     SELECT $1, gen_random_uuid(), id, now() + interval '5 min' FROM rcrt_entities.runs LIMIT 1`,
    [id],
  )
}
