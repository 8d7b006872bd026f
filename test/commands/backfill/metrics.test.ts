import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli, startCli } from '../../support/cli.ts'
import { samplesOf } from '../../support/metrics.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let directory: string
let file: string
beforeEach(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'rcrt-metrics-'))
  file = join(directory, 'rcrt-entities.prom')
})
afterEach(async () => {
  await database.drop()
  await rm(directory, { recursive: true, force: true })
})

function backfill(...args: string[]) {
  return runCli(['backfill', '--metrics-file', file, ...args], { env: { DATABASE_URL: database.url } })
}

async function written() {
  return samplesOf(await readFile(file, 'utf8'))
}

test('the file tells at the end what the run did and what the database still holds', async () => {
  await insertBreadcrumbs(
    database.pool,
    numberedBreadcrumbs(40, () => ({ schemaName: 'note.v1' })),
  )
  await insertBreadcrumbs(
    database.pool,
    numberedBreadcrumbs(2, () => ({ title: '', context: {}, schemaName: null })),
  )
  expect((await backfill('--limit', '30', '--batch-size', '10')).code).toBe(0)
  const samples = await written()
  const { rows } = await database.pool.query(`SELECT
  count(*) FILTER (WHERE status = 'processed')::int AS processed,
  count(*) FILTER (WHERE status = 'skipped')::int AS skipped,
  (SELECT count(*)::int FROM breadcrumbs WHERE entity_keywords IS NULL) AS pending
FROM rcrt_entities.outcomes`)
  expect(rows).toEqual([{ processed: 28, skipped: 2, pending: 12 }])
  expect(samples.get('breadcrumbs_total{outcome="processed",schema="note.v1"}')).toBe(28)
  expect(samples.get('breadcrumbs_total{outcome="skipped",schema="none"}')).toBe(2)
  expect(samples.get('pending_breadcrumbs')).toBe(12)
  expect(samples.get('save_duration_seconds_count')).toBe(3)
  expect(samples.get('extraction_duration_seconds_count')).toBe(30)
  expect(samples.get('run_ending{ending="limit"}')).toBe(1)
  expect(samples.get('run_ending{ending="error"}')).toBe(0)
  expect(samples.get('run_end_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 60)
  expect(await readdir(directory)).toEqual(['rcrt-entities.prom'])
})

test('while the run is at work the file is there, and is replaced as a whole', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
  const running = startCli(['backfill', '--metrics-file', file, '--max-rate', '1', '--no-progress'], {
    env: { DATABASE_URL: database.url },
  })
  await running.waitForStderr(/Found 20/)
  const samples = await written()
  expect(samples.get('run_end_timestamp_seconds')).toBe(0)
  running.kill('SIGTERM')
  expect((await running.exit).code).toBe(143)
  expect((await written()).get('run_ending{ending="stopped"}')).toBe(1)
})

test('a database that cannot be reached is an ending, too', async () => {
  const { code } = await runCli(['backfill', '--metrics-file', file], {
    env: { DATABASE_URL: 'postgresql://localhost:1/rcrt' },
  })
  expect(code).toBe(4)
  expect((await written()).get('run_ending{ending="error"}')).toBe(1)
})

test.each([
  ['/nowhere/at/all.prom', /error: --metrics-file names a file that can't be written: ENOENT[\s\S]*hint: /],
  [
    '/dev/null/metrics.prom',
    /error: --metrics-file names a file that can't be written: ENOTDIR[\s\S]*hint: /,
  ],
  ['metrics.txt', /--metrics-file is 'metrics.txt', but has to end in .prom[\s\S]*hint: /],
])('%s ends with 2 before anything is done', async (path, words) => {
  file = path
  const { code, stderr } = await backfill()
  expect(stderr).toMatch(words)
  expect(code).toBe(2)
})
