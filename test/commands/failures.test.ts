import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { insertBreadcrumbs, OWNER_ID } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { runMain } from '../support/main.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { makeSearchable } from '../support/searchable.ts'

const QUOTA = 'tenant … is over its quota of … keywords'
const READ_ONLY = 'shard … is read-only'

let database: TestDatabase
let quota: string[]
let readOnly: string[]

beforeAll(async () => {
  database = await createTestDatabase()
  await makeSearchable(database)
  const ids = await insertBreadcrumbs(
    database.pool,
    Array.from({ length: 9 }, () => ({})),
  )
  ;[quota, readOnly] = [ids.slice(0, 5), ids.slice(5, 8)]
  await fail(quota, (n) => `tenant ${n} is over its quota of ${100 * n} keywords`)
  await fail(readOnly, (n) => `shard "s${n}" is read-only`)
  // Its content is newer than its failure: it is pending again.
  await fail(ids.slice(8), () => 'long ago')
  await database.pool.query('UPDATE breadcrumbs SET version = 2 WHERE id = $1', [ids[8]])
})
afterAll(() => database.drop())
afterEach(() => void vi.useRealTimers())

test('tells what breadcrumbs failed at, kind by kind, the most frequent first', async () => {
  const { stdout, code } = await cli('failures')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^8 breadcrumbs failed, of 2 kinds\n\nkind +count +what +last +example\n/)
  const rows = stdout.split('\n').slice(3, 5)
  expect(rows[0]).toMatch(
    new RegExp(`^[0-9a-f]{2,} +5 {2}█{12} {2}${QUOTA} +\\d+s {2}${quota[4]?.slice(0, 8)}$`),
  )
  expect(rows[1]).toMatch(new RegExp(`^[0-9a-f]{2,} +3 {2}█{7} +${READ_ONLY} `))
})

test("tells ages by the database's clock, whatever this machine's says", async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7 * 86_400_000 })
  const { stdout, code } = await runMain(['failures', '--database-url', database.url])
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(` \\d+[sm] +${quota[4]?.slice(0, 8)}\n`))
})

test('counts what somebody else would count, and names the newest', async () => {
  const { rows } = await database.pool.query(
    `SELECT count(*)::int AS failed FROM rcrt_entities.outcomes JOIN breadcrumbs b ON id = breadcrumb_id
     WHERE status = 'failed' AND outcomes.version = b.version`,
  )
  const { failed, kinds } = await failures()
  expect(failed).toBe(rows[0].failed)
  expect(kinds).toMatchObject([
    { what: QUOTA, count: 5, example: quota[4] },
    { what: READ_ONLY, count: 3, example: readOnly[2] },
  ])
})

test.each([40, 80, 200])('fits %i columns', async (columns) => {
  const { stdout } = await cli('failures', { COLUMNS: String(columns) })
  for (const line of stdout.split('\n').filter((each) => !each.includes('--kind')))
    expect(line.length).toBeLessThanOrEqual(columns)
  expect(stdout).toContain(readOnly[2]?.slice(0, 8))
})

test('another tenant has no failures, nor has a database without the tool’s schema', async () => {
  const other = await cli('failures', '--owner', '00000000-0000-0000-0000-000000000002')
  expect(other.stdout).toBe('No breadcrumb has failed.\n')
  expect((await cli('failures', '--owner', OWNER_ID)).stdout).toMatch(/^8 breadcrumbs/)
  const bare = await createTestDatabase()
  try {
    const { stdout } = await runCli(['failures', '--database-url', bare.url])
    expect(stdout).toBe('No breadcrumb has failed.\n')
  } finally {
    await bare.drop()
  }
})

test('--kind tries one kind again, and tells how many had moved on already', async () => {
  const [, { kind = '' } = {}] = (await failures()).kinds
  const unknown = await cli('backfill', '--failed', '--kind', `${kind}ffff`)
  expect(unknown.stderr).toContain('`rcrt-entities failures` lists them')
  expect(unknown.code).toBe(1)
  expect(await backfill('--kind', kind)).toMatchObject({ processed: 3, named: 3, movedAlready: 0 })
  expect((await failures()).kinds).toMatchObject([{ what: QUOTA, count: 5 }])
})

test('--id takes breadcrumbs by uuid, first digits or stdin, and leaves alone what is done', async () => {
  const [first = '', second = '', third = ''] = quota
  expect(await backfill('--failed', '--id', first, second.slice(0, 12), readOnly[0] ?? '')).toMatchObject({
    processed: 2,
    named: 3,
    movedAlready: 1,
  })
  const { stdout } = await runCli(['backfill', '--id', '-', '--json', '--database-url', database.url], {
    input: `${first}\n${third}\n`,
  })
  expect(JSON.parse(stdout)).toMatchObject({ processed: 1, named: 2, movedAlready: 1 })
  const { stdout: words } = await cli('backfill', '--id', first)
  expect(words).toBe('Nothing to do: of 1 named breadcrumb, none is due.\n')
})

test.each([
  [['backfill', '--id', 'xyz'], "--id is 'xyz', but has to be a uuid"],
  [['backfill', '--kind', 'A1'], "--kind is 'A1', but has to be a kind such as a1"],
  [['backfill', '--kind', 'a1', '--force'], "'--kind <kind>' cannot be used with option '--force'"],
])('%j is refused', async (args, message) => {
  const { stderr, code } = await cli(...args)
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

async function fail(ids: readonly string[], error: (number: number) => string): Promise<void> {
  for (const [at, id] of ids.entries())
    await database.pool.query(
      `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, run_id, status, attempts, error, recorded_at)
       VALUES ($1, 1, 'test', gen_random_uuid(), 'failed', 3, $2, now() - make_interval(secs => $3))`,
      [id, error(at + 1), 30 - at],
    )
}

async function failures(): Promise<{ failed: number; kinds: { kind: string }[] }> {
  return JSON.parse((await cli('failures', '--json')).stdout)
}

async function backfill(...flags: string[]): Promise<unknown> {
  const { stdout, stderr, code } = await cli('backfill', ...flags, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

function cli(...args: (string | Record<string, string>)[]) {
  const words = args.filter((arg): arg is string => typeof arg === 'string')
  const env = args.find((arg) => typeof arg === 'object')
  return runCli([...words, '--database-url', database.url], env && { env })
}
