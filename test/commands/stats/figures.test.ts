import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { expectToFit } from '../../support/json-schemas.ts'
import { liveIn } from '../../support/lived-in.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const ROWS = 1_200
let database: TestDatabase
const stats = (...args: string[]) => runCli(['stats', '--database-url', database.url, ...args])
const document = async (...args: string[]) => JSON.parse((await stats('--json', ...args)).stdout)

/** The first column of each row, as somebody else would ask for it. */
async function column(sql: string): Promise<number[]> {
  const { rows } = await database.pool.query({ text: sql, rowMode: 'array' })
  return rows.map(([value]) => Number(value))
}

async function one(sql: string): Promise<number> {
  const [value = Number.NaN] = await column(sql)
  return value
}

beforeAll(async () => {
  database = await createTestDatabase()
  await runCli(['migrate', '--database-url', database.url])
  await liveIn(database.pool, ROWS)
})
afterAll(() => database.drop())

const JOINED = 'breadcrumbs b LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id'
const COUNTS = {
  total: 'SELECT count(*) FROM breadcrumbs',
  failed: `SELECT count(*) FROM ${JOINED} WHERE o.status = 'failed' AND o.version = b.version`,
  stale: `SELECT count(*) FROM ${JOINED} WHERE entity_keywords IS NOT NULL AND o.version < b.version`,
  foreign:
    'SELECT count(*) FROM breadcrumbs WHERE entity_keywords IS NOT NULL AND id NOT IN (SELECT breadcrumb_id FROM rcrt_entities.outcomes)',
  pending:
    'SELECT count(*) FROM breadcrumbs WHERE entity_keywords IS NULL AND embedding IS NOT NULL AND id NOT IN (SELECT breadcrumb_id FROM rcrt_entities.outcomes)',
  waiting: 'SELECT count(*) FROM breadcrumbs WHERE embedding IS NULL',
  processed: `SELECT count(*) FROM ${JOINED} WHERE o.status = 'processed' AND o.version = b.version`,
  skipped: `SELECT count(*) FROM ${JOINED} WHERE o.status = 'skipped'`,
}

test('each count is that of a statement of its own', async () => {
  const shown = await document()
  for (const [name, sql] of Object.entries(COUNTS)) {
    expect(await one(sql), name).toBeGreaterThan(0)
    expect(shown[name], name).toBe(await one(sql))
  }
})

test('covered is processed and skipped, of all that are embedded, in all and by schema', async () => {
  const covered = `SELECT floor(10000.0 * count(*) FILTER (WHERE o.version = b.version AND o.status IN ('processed', 'skipped'))
    / count(*) FILTER (WHERE embedding IS NOT NULL)) / 100 FROM ${JOINED}`
  const shown = await document()
  expect(shown.coveragePercent).toBe(await one(covered))
  expect(shown.schemas).toHaveLength(4)
  for (const { schema, coveragePercent } of shown.schemas)
    expect(coveragePercent, schema).toBe(await one(`${covered} WHERE schema_name = '${schema}'`))
})

test('what was finished is counted hour by hour, back from now', async () => {
  const { countedAt, finishedByHour } = await document()
  const hours = await column(
    `SELECT count(o.breadcrumb_id) FROM generate_series(1, 24) hour LEFT JOIN rcrt_entities.outcomes o
       ON o.recorded_at > '${countedAt}'::timestamptz - (25 - hour) * interval '1 hour'
       AND o.recorded_at <= '${countedAt}'::timestamptz - (24 - hour) * interval '1 hour'
     GROUP BY hour ORDER BY hour`,
  )
  expect(finishedByHour).toEqual(hours)
  expect((await stats()).stdout).toContain(
    ` ${hours.reduce((sum, hour) => sum + hour, 0).toLocaleString('en')}   last run`,
  )
})

test('the oldest pending and the oldest stale one are those of the table', async () => {
  const { oldestPendingAt, oldestStaleAt } = await document()
  const { rows } = await database.pool.query(
    `SELECT min(created_at) FILTER (WHERE title LIKE 'pending %') AS pending,
       min(updated_at) FILTER (WHERE title LIKE 'stale %') AS stale FROM breadcrumbs`,
  )
  expect(new Date(oldestPendingAt)).toEqual(rows[0].pending)
  expect(new Date(oldestStaleAt)).toEqual(rows[0].stale)
})

test('failures are told by kind before the schemas, and each kind counts what says the same', async () => {
  const { failureKinds, failureKindsInAll } = await document()
  const like = { quota: 'tenant %', shard: 'shard %', range: '%RangeError%' }
  const counts = await Promise.all(
    Object.values(like).map((text) =>
      one(`SELECT count(*) FROM rcrt_entities.outcomes WHERE error LIKE '${text}'`),
    ),
  )
  expect(failureKinds.map(({ count }: { count: number }) => count)).toEqual(counts.sort((a, b) => b - a))
  expect(failureKindsInAll).toBe(3)
  const { stdout } = await stats()
  for (const { count, kind, what } of failureKinds)
    expect(stdout).toMatch(new RegExp(`\n +${count}  ${kind}  ${escaped(what)}\n`))
  expect(stdout.indexOf('quota of')).toBeLessThan(stdout.indexOf('\nschema '))
})

test('the last run is told with when, where and how it ended', async () => {
  expect((await stats()).stdout).toMatch(/ last run 4m ago on etl-7: backfill, limit reached\n/)
  expect((await document()).lastRun).toMatchObject({
    host: 'etl-7',
    pid: 4711,
    state: 'limit',
    runsAtWork: 0,
  })
})

test.each([
  ['one at work', 'seen_at = now()', / last run began 20m ago on etl-7: backfill, running\n/],
  ['one that was killed', "seen_at = now() - interval '5 minutes'", /: backfill, cut off, seen 5m ago\n/],
  ['two at work', 'seen_at = now()', /: backfill, running \(2 runs at work\)\n/],
])('the last run is told while it has no end: %s', async (name, seen, words) => {
  await database.pool.query(`UPDATE rcrt_entities.runs SET ending = NULL, finished_at = NULL, ${seen}`)
  if (name === 'two at work')
    await database.pool.query(
      `INSERT INTO rcrt_entities.runs (id, command, host, pid, options, extractor, started_at)
       SELECT gen_random_uuid(), command, 'etl-8', 1, options, extractor, now() - interval '1 hour' FROM rcrt_entities.runs`,
    )
  expect((await stats()).stdout).toMatch(words)
  expect((await document()).lastRun).toMatchObject({ finishedAt: null, host: 'etl-7' })
})

test('says so where nothing needs anybody, and where there was no run', async () => {
  const empty = await createTestDatabase()
  const { stdout } = await runCli(['stats', '--database-url', empty.url])
  await empty.drop()
  expect(stdout).toMatch(/\n✔ nothing needs anybody\n\n24h ▁{24} 0 {3}no run yet\n/)
})

test('stats.schema.json describes all of it', async () => {
  expectToFit('stats', await document(), '')
})

test.each([
  [200, /^knowledge\.v1 +343 {2}█+.░+ +87\.\d+% .* 274 /m],
  [80, /^knowledge\.v1 +343 {2}█+.░+ +87\.\d+% +9 +9 +17$/m],
  [40, /^knowledge\.v1\n {2}█{7}░ 87\.\d+% covered, 343 in all,$/m],
])('in %i columns each schema has a bar', async (columns, row) => {
  const { stdout } = await runCli(['stats', '--database-url', database.url], {
    env: { COLUMNS: String(columns) },
  })
  expect(stdout).toMatch(row)
})

test.each([200, 80, 40])('fits %i columns, without colour and in ASCII too', async (columns) => {
  for (const env of [{}, { LANG: 'C' }]) {
    const { stdout } = await runCli(['stats', '--no-color', '--database-url', database.url], {
      env: { COLUMNS: String(columns), ...env },
    })
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns)
    expect(stdout).not.toContain('\u001b')
    if ('LANG' in env) expect(stdout).toMatch(/^[\n -~]*$/)
  }
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\…]/g, '\\$&')
}
