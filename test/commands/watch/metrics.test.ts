import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type RunningCli, runCli } from '../../support/cli.ts'
import { samplesOf } from '../../support/metrics.ts'
import { watchersForEach } from '../../support/watchers.ts'

/** For a machine under load. */
const PATIENT = { timeout: 60_000 }

const watchers = watchersForEach()

function watch(...args: string[]): RunningCli {
  return watchers.start(['--metrics-port', '0', ...args])
}

async function urlOf(watcher: RunningCli): Promise<URL> {
  const [, url = ''] = await watcher.waitForStderr(/^Metrics at (\S+)$/m)
  return new URL(url)
}

async function ready(...args: string[]): Promise<URL> {
  const watcher = watch(...args)
  await watcher.waitForStderr(/^Ready \(Ctrl-C to quit\)$/m)
  return urlOf(watcher)
}

async function scrape(url: URL): Promise<string> {
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('version=0.0.4')
  return answer.text()
}

async function number(sql: string): Promise<number> {
  const { rows } = await watchers.rcrt.database.pool.query(`SELECT (${sql})::float8 AS number`)
  return rows[0].number
}

function insert(count: number, change: Parameters<typeof numberedBreadcrumbs>[1] = () => ({})) {
  return insertBreadcrumbs(watchers.rcrt.database.pool, numberedBreadcrumbs(count, change))
}

test('what /metrics counts is what the database holds', async () => {
  await insert(30, (at) => ({ schemaName: at % 2 ? 'note.v1' : null }))
  await insert(3, () => ({ title: '', context: {} }))
  const watcher = watch('--json')
  const url = await urlOf(watcher)
  await watcher.waitForStderr(/^Ready/m)
  const [announced] = await insert(1, () => ({ schemaName: 'user.message.v1' }))
  await watcher.waitForStdout(new RegExp(`"processed".*${announced}`))
  await insert(2, () => ({ embedding: null }))
  const samples = samplesOf(await scrape(url))
  for (const schema of ['note.v1', 'user.message.v1']) {
    expect(samples.get(`breadcrumbs_total{outcome="processed",schema="${schema}"}`)).toBe(
      await number(
        `SELECT count(*) FROM breadcrumbs WHERE schema_name = '${schema}' AND entity_keywords <> '{}'`,
      ),
    )
  }
  const saved = await number(
    "SELECT count(*) FROM rcrt_entities.outcomes WHERE status IN ('processed', 'skipped')",
  )
  expect(saved).toBeGreaterThanOrEqual(31)
  expect(sum(samples, /^breadcrumbs_total\{outcome="(?:processed|skipped)"/)).toBe(saved)
  expect(samples.get('extraction_duration_seconds_count')).toBe(saved)
  expect(samples.get('event_to_saved_seconds_count')).toBe(1)
  expect(samples.get('pending_breadcrumbs')).toBe(0)
  expect(samples.get('oldest_pending_age_seconds')).toBe(0)
  expect(samples.get('claims')).toBe(await number('SELECT count(*) FROM rcrt_entities.claims'))
  expect(samples.get('sweep_found_total')).toBe(saved - 1)
  expect(samples.get('events_total')).toBeGreaterThanOrEqual(1)
})

test('what fails, is pending or claimed by others is told as the database has it', async () => {
  const url = await ready('--no-sweep')
  watchers.rcrt.standIn.faults.announcements = () => 0
  const ids = await insert(5, () => ({ createdAt: new Date(Date.now() - 3_600_000) }))
  await watchers.rcrt.database.pool.query(
    `INSERT INTO rcrt_entities.claims (breadcrumb_id, token, run_id, expires_at)
VALUES ($1, gen_random_uuid(), gen_random_uuid(), now() + interval '1 hour')`,
    [ids[0]],
  )
  const samples = samplesOf(await scrape(url))
  expect(samples.get('pending_breadcrumbs')).toBe(4)
  expect(samples.get('claims')).toBe(1)
  expect(samples.get('oldest_pending_age_seconds')).toBeGreaterThanOrEqual(3_600)
  expect(samples.get('database_up')).toBe(1)
})

test('what holds it back is told: a rate, and an order to pause while that stands', async () => {
  await insert(200)
  const url = await urlOf(watch('--max-rate', '1'))
  const held = async (by: string) => samplesOf(await scrape(url)).get(`held_back{by="${by}"}`)
  await expect.poll(() => held('rate'), PATIENT).toBe(1)
  expect(await held('pause')).toBe(0)
  const env = { DATABASE_URL: watchers.rcrt.database.url }
  await runCli(['runs', 'pause', 'all'], { env })
  await expect.poll(() => held('pause'), PATIENT).toBe(1)
  expect(await held('rate')).toBe(0)
  await runCli(['runs', 'resume', 'all'], { env })
  await expect.poll(() => held('pause'), PATIENT).toBe(0)
})

test('each outcome and state is there with 0 before anything happened', async () => {
  const samples = samplesOf(await scrape(await ready()))
  for (const outcome of ['processed', 'skipped', 'retrying', 'failed', 'changed', 'busy', 'lost', 'returned'])
    expect(samples.get(`breadcrumbs_total{outcome="${outcome}",schema="other"}`)).toBe(0)
  for (const name of ['withheld_total', 'stream_reconnects_total', 'events_unused_total{reason="bad"}'])
    expect(samples.get(name)).toBe(0)
  for (const name of ['extraction_duration_seconds', 'save_duration_seconds', 'event_to_saved_seconds']) {
    const buckets = [...samples.keys()].filter((key) => key.startsWith(`${name}_bucket`))
    expect(buckets.map((key) => /le="(.*?)"/.exec(key)?.[1])).toEqual([
      '0.005',
      '0.01',
      '0.025',
      '0.05',
      '0.1',
      '0.25',
      '0.5',
      '1',
      '2.5',
      '5',
      '10',
      '+Inf',
    ])
  }
})

test('no more than 50 schemas have series of their own, and no text or id of a breadcrumb is told', async () => {
  await insert(60, (at) => ({ schemaName: `schema${at}.v1`, title: 'Zanzibar pgvector' }))
  const watcher = watch()
  await watcher.waitForStderr(/^Ready/m)
  const text = await scrape(await urlOf(watcher))
  const schemas = new Set([...text.matchAll(/schema="(.*?)"/g)].map(([, schema]) => schema))
  expect(schemas.size).toBe(51)
  expect(sum(samplesOf(text), /outcome="processed",schema="other"/)).toBe(10)
  expect(text).not.toMatch(/zanzibar|pgvector|[0-9a-f]{8}-[0-9a-f]{4}/i)
})

test('/healthz is 503 while neither events nor sweeps work, and 200 while one of them does', async () => {
  watchers.rcrt.standIn.faults.stream = { status: 503 }
  const watcher = watch('--no-sweep')
  const health = new URL('/healthz', await urlOf(watcher))
  await watcher.waitForStderr(/503/)
  const sick = await fetch(health)
  expect([sick.status, await sick.text()]).toEqual([
    503,
    'events: not coming\nsweeps: none in the last two minutes\ndatabase: works\n',
  ])
  watchers.rcrt.standIn.faults.stream = undefined
  await watcher.waitForStderr(/^Ready/m)
  expect((await fetch(health)).status).toBe(200)
})

test.each([
  [['--metrics-host', '192.0.2.1'], /192.0.2.1, port 0: the address is not one of this machine[\s\S]*hint: /],
  [['--metrics-host', 'nowhere.invalid'], /nowhere.invalid, port 0: [\s\S]*hint: --metrics-host takes/],
  [['--once'], /--once and --metrics-port exclude each other[\s\S]*hint: /],
])('%j ends with 2 and a hint', async (args, words) => {
  const { code, stderr } = await watch(...args).exit
  expect(stderr).toMatch(words)
  expect(code).toBe(2)
})

test('a host without a port ends with 2', async () => {
  const { code, stderr } = await watchers.start(['--metrics-host', '127.0.0.1']).exit
  expect(stderr).toContain('--metrics-host needs --metrics-port')
  expect(code).toBe(2)
})

test('a port that is taken ends it with 2, and says so', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  const { code, stderr } = await watchers.start(['--metrics-port', String(port)]).exit
  other.close()
  expect(stderr).toMatch(
    new RegExp(`at 127.0.0.1, port ${port}: another program listens there\\n[\\s\\S]*hint: `),
  )
  expect(code).toBe(2)
})

function sum(samples: ReadonlyMap<string, number>, name: RegExp): number {
  return [...samples].reduce((total, [key, value]) => total + (name.test(key) ? value : 0), 0)
}
