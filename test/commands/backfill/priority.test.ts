import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { samplesOf } from '../../support/metrics.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let directory: string
beforeEach(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'rcrt-priority-'))
})
afterEach(async () => {
  await database.drop()
  await rm(directory, { recursive: true, force: true })
})

const LANES = ['--priority', 'user.message.*=3', '--priority', 'knowledge.*=1']
const HOUR_MS = 3_600_000

function run(...args: string[]) {
  return runCli(args, { env: { DATABASE_URL: database.url } })
}

/** Messages are the newest, what has no schema is three hours old. */
async function fill(): Promise<void> {
  const rows = [
    ...Array.from({ length: 10 }, () => ({
      schemaName: null,
      createdAt: new Date(Date.now() - 3 * HOUR_MS),
    })),
    ...Array.from({ length: 10 }, () => ({
      schemaName: 'knowledge.v1',
      createdAt: new Date(Date.now() - HOUR_MS),
    })),
    ...numberedBreadcrumbs(80, () => ({ schemaName: 'user.message.v1' })),
  ]
  await insertBreadcrumbs(database.pool, rows)
}

async function pending(): Promise<Record<string, number>> {
  const { rows } = await database.pool.query(
    `SELECT jsonb_object_agg(schema, count) AS counts FROM (SELECT coalesce(schema_name, 'none') AS schema, count(*)
     FROM breadcrumbs WHERE entity_keywords IS NULL GROUP BY 1) AS each`,
  )
  return rows[0].counts
}

test.each([
  ['backfill', '--limit', '24'],
  ['watch', '--once', '--count', '24'],
])('%s takes of each lane its share', async (...args) => {
  await fill()
  expect((await run(...args, ...LANES, '--priority-age', '12h')).code).toBe(0)
  // Of 24: 3/5, 1/5, 1/5, rounded.
  const left = await pending()
  expect(left['user.message.v1']).toBeGreaterThanOrEqual(80 - 15)
  expect(left['user.message.v1']).toBeLessThanOrEqual(80 - 14)
  expect(left['knowledge.v1']).toBeLessThanOrEqual(10 - 4)
  expect(left.none).toBeLessThanOrEqual(10 - 4)
})

test('a dry run shows breadcrumbs in the order of their lanes, and --id is taken in lanes, too', async () => {
  await fill()
  const dry = JSON.parse((await run('backfill', '--dry-run', '--limit', '5', '--json', ...LANES)).stdout)
  const shown = dry.breadcrumbs.map(({ id }: { id: string }) => id)
  const lanes = await database.pool.query(
    'SELECT DISTINCT schema_name FROM breadcrumbs WHERE id = ANY ($1)',
    [shown],
  )
  expect(lanes.rows).toHaveLength(3)
  const { rows } = await database.pool.query('SELECT id FROM breadcrumbs WHERE schema_name IS NULL')
  const ids = rows.map(({ id }) => id as string)
  expect((await run('backfill', ...LANES, '--id', ...ids)).code).toBe(0)
  expect(await pending()).toEqual({ 'user.message.v1': 80, 'knowledge.v1': 10 })
})

test('the record of a run has its lanes, stats takes them from there, and its own flag before them', async () => {
  await fill()
  await run('backfill', '--limit', '5', ...LANES)
  await run('backfill', '--limit', '5')
  const runs = JSON.parse((await run('stats', '--runs', '--json')).stdout)
  expect(runs[1].options.priority).toEqual(['user.message.*=3', 'knowledge.*=1'])
  const { lanes, countedAt } = JSON.parse((await run('stats', '--json')).stdout)
  const left = await pending()
  expect(lanes).toMatchObject([
    { lane: 'user.message.*', weight: 3, pending: left['user.message.v1'], stale: 0, oldestStaleAt: null },
    { lane: 'knowledge.*', weight: 1, pending: left['knowledge.v1'] },
    { lane: 'rest', weight: 1, pending: left.none },
  ])
  expect(Date.parse(countedAt) - Date.parse(lanes[2].oldestPendingAt)).toBeGreaterThan(2.9 * HOUR_MS)
  expect((await run('stats')).stdout).toMatch(/^rest +1 +\d+ +3h +0 +-$/m)
  const own = JSON.parse((await run('stats', '--json', '--priority', 'knowledge.*=9')).stdout).lanes
  expect(own.map(({ lane }: { lane: string }) => lane)).toEqual(['knowledge.*', 'rest'])
  const samples = samplesOf((await run('stats', '--format', 'prometheus')).stdout)
  expect(samples.get('table_lane_pending{lane="rest"}')).toBe(left.none)
  expect(samples.get('table_lane_oldest_pending_age_seconds{lane="rest"}')).toBeGreaterThan(10_000)
})

test('stats tells of no lanes where no run had any', async () => {
  await fill()
  await run('backfill', '--limit', '5')
  expect(JSON.parse((await run('stats', '--json')).stdout).lanes).toBeUndefined()
})

test('the metrics of a run tell what is pending in each lane and since when', async () => {
  await fill()
  const file = join(directory, 'run.prom')
  await run('backfill', '--limit', '5', '--metrics-file', file, ...LANES)
  const samples = samplesOf(await readFile(file, 'utf8'))
  const left = await pending()
  expect(samples.get('lane_pending_breadcrumbs{lane="user.message.*"}')).toBe(left['user.message.v1'])
  expect(samples.get('lane_pending_breadcrumbs{lane="rest"}')).toBe(left.none)
  expect(samples.get('lane_oldest_pending_age_seconds{lane="rest"}')).toBeGreaterThan(10_000)
})

test.each([
  [
    ['--priority', 'user.message.*'],
    "--priority is 'user.message.*', but has to be a glob of schemas and a weight",
  ],
  [['--priority', '=3'], "--priority is '=3'"],
  [['--priority', 'a=0'], "--priority is 'a=0'"],
  [['--priority', 'a=1.5'], "--priority is 'a=1.5'"],
  [['--priority', 'a=1001'], 'a weight from 1 to 1000'],
  [['--priority', 'rest=2'], 'all other schemas are the rest'],
  [['--priority', 'a=1', '--priority', 'a=2'], '--priority names a twice'],
  [Array.from({ length: 21 }, (_, at) => ['--priority', `a${at}=1`]).flat(), '20 times at most'],
  [['--priority-age', '2h'], '--priority-age is for --priority, which is not given'],
])('%j is an error of usage', async (flags, words) => {
  const { code, stderr } = await run('backfill', ...flags)
  expect(stderr).toContain(words)
  expect(code).toBe(2)
})

test('a lane that no schema is in gets a warning with the nearest names', async () => {
  await fill()
  const { code, stderr } = await run('backfill', '--limit', '1', '--priority', 'user.mesage.*=2')
  expect(stderr).toMatch(
    /^warning: --priority user\.mesage\.\* matches no schema .*; there are user\.message\.v1/m,
  )
  expect(code).toBe(0)
})

test.each(['backfill', 'watch --once'])(
  '%s tells of a large table what lanes miss there, once, and only to lanes',
  async (words) => {
    const command = words.split(' ')
    await fill()
    await run('migrate', '--lanes')
    await database.pool.query(`DROP INDEX breadcrumbs_rcrt_entities_lanes;
    UPDATE pg_class SET reltuples = 50001 WHERE oid = 'breadcrumbs'::regclass`)
    const note =
      'To find pending breadcrumbs by schema without reading the whole table, run `rcrt-entities migrate --lanes` once'
    expect((await run(...command)).stderr).not.toContain(note)
    expect((await run(...command, ...LANES)).stderr.split(note)).toHaveLength(2)
  },
)
