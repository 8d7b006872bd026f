import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { type RunningCli, runCli, startCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { startTerminal, terminalAvailable } from '../support/terminal.ts'

const COUNT = 300
/** Far below what a machine can do, so that there is time to give orders. */
const SLOW = ['--max-rate', '10']

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(COUNT))
})
afterEach(() => database.drop())

test('another terminal pauses and resumes one of two backfills; what it had claimed is free for the other', async () => {
  const paused = await startedBackfill(...SLOW)
  const id = await newestRun()
  const given = await runs('pause', id.slice(0, 8), '--reason', 'vacuum', '--for', '2h')
  expect(given).toMatchObject({ action: 'pause', to: id, runs: [id], reason: 'vacuum', lastsSeconds: 7200 })
  await paused.waitForStderr(/^Paused by tess@\S+ until \d\d:\d\d: vacuum$/m)
  await nothingIsClaimed()
  const shown = await vi.waitFor(onRecord, 60_000)
  expect(shown).toMatchObject({ run: id, state: 'paused', total: COUNT, orders: [{ action: 'pause' }] })
  const stats = JSON.parse((await cli('stats', '--runs', '--json')).stdout)
  expect(stats[0].orders).toMatchObject([{ action: 'pause', reason: 'vacuum' }])
  expect(await backfill()).toMatchObject({ ending: 'done', found: COUNT - shown.processed })
  await runs('resume', id)
  await paused.waitForStderr(/^Resumed$/m)
  const { code, stdout } = await paused.exit
  expect({ code, ending: JSON.parse(stdout).ending }).toEqual({ code: 0, ending: 'done' })
  expect(JSON.parse(stdout).processed).toBe(shown.processed)
})

test('a rate is changed live, up and back, and the list tells of it', async () => {
  const running = await startedBackfill(...SLOW)
  const id = await newestRun()
  await runs('rate', id, '5', '--reason', 'nightly backup')
  await running.waitForStderr(/^Held to 5\/s by tess@\S+: nightly backup$/m)
  expect((await cli('runs')).stdout).toContain('held to 5/s by tess@')
  await runs('rate', id, '1M')
  const { code } = await running.exit
  expect(code).toBe(0)
})

test('stop all ends each run as SIGTERM does, says by whom, and leaves later runs alone', async () => {
  const both = [await startedBackfill(...SLOW), await startedBackfill(...SLOW)]
  const watch = startCli(['watch', '--database-url', database.url, '--api-url', 'http://localhost:1'])
  await watch.waitForStderr(/catch up with/)
  await runs('stop', 'all', '--reason', 'migration')
  for (const run of both) {
    const { code, stdout, stderr } = await run.exit
    expect({ code, ending: JSON.parse(stdout).ending }).toEqual({ code: 143, ending: 'stopped by order' })
    expect(stderr).toMatch(/^Stopped by tess@\S+: migration\. Saving what is in hand/m)
  }
  expect((await watch.exit).code).toBe(0)
  const listed: Listed[] = await runs()
  expect(listed.map(({ state }) => state)).toEqual(Array(3).fill('stopped by order'))
  expect((await cli('stats', '--runs')).stdout.match(/stopped by order/g)).toHaveLength(3)
  expect(await backfill('--limit', '5')).toMatchObject({ ending: 'limit', processed: 5 })
})

test('a pause of all holds runs that begin later, too, until it is over', async () => {
  await runs('pause', 'all', '--for', '3s')
  const { stdout, stderr } = await cli('backfill', '--json')
  expect(stderr).toMatch(/^Paused by .*\n(.*\n)*Resumed$/m)
  expect(JSON.parse(stdout)).toMatchObject({ ending: 'done', processed: COUNT })
})

test('of a pause of all, one run can be let go; what is taken back for all is taken back for each', async () => {
  const run = await startedBackfill(...SLOW)
  const id = await newestRun()
  await runs('pause', 'all')
  await run.waitForStderr(/^Paused/m)
  await runs('resume', id)
  await run.waitForStderr(/^Resumed$/m)
  await runs('rate', id, '1M')
  await run.exit
  await runs('resume', 'all')
  const { rows } = await database.pool.query('SELECT action FROM rcrt_entities.orders')
  expect(rows).toEqual([{ action: 'rate' }])
})

test('a watch that is paused takes what was announced and found meanwhile once it is resumed', async () => {
  await runs('pause', 'all')
  const watch = startCli(['watch', '--database-url', database.url, '--api-url', 'http://localhost:1'])
  await watch.waitForStderr(/^Paused by /m)
  await runs('resume', 'all')
  await watch.waitForStderr(new RegExp(`Sweep: ${COUNT}/${COUNT} breadcrumbs processed`))
  watch.kill()
  expect((await watch.exit).code).toBe(0)
})

test.each([40, 80, 200])('the list fits %i columns', async (columns) => {
  const run = await startedBackfill(...SLOW)
  await runs('pause', 'all', '--reason', 'the nightly backup is still being written, and it needs the disk')
  await run.waitForStderr(/^Paused/m)
  const { stdout } = await runCli(['runs', '--database-url', database.url], {
    env: { COLUMNS: String(columns) },
  })
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
  expect(stdout).toContain((await newestRun()).slice(0, 8))
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('needs the disk')
  run.kill()
  await run.exit
})

test.skipIf(!terminalAvailable)(
  'on a terminal the bar tells who paused it, and --watch redraws',
  async () => {
    const where = ['--database-url', database.url]
    const bar = startTerminal(['backfill', ...where, ...SLOW], { columns: 120 })
    await bar.waitFor(/rows\/s/)
    const list = startTerminal(['runs', '--watch', ...where])
    await list.waitFor(/running/)
    await runs('pause', 'all', '--reason', 'vacuum')
    await bar.waitFor(/\/300 +paused by tess@\S+: vacuum/)
    await list.waitFor(/\[H.*paused by tess@\S+: vacuum/s)
    list.write('\x03')
    expect((await list.exit).code).toBe(0)
    await runs('stop', 'all')
    expect((await bar.exit).code).toBe(143)
  },
)

test('the list stays empty where there is no schema, and makes none', async () => {
  expect((await cli('runs')).stdout).toBe('No run is on record.\n')
  const { rows } = await database.pool.query("SELECT to_regnamespace('rcrt_entities') AS own")
  expect(rows).toEqual([{ own: null }])
})

test.each([
  [['runs', 'pause'], 'runs pause has to be told which run, or all'],
  [['runs', 'rate', 'all'], 'runs rate has to be told which rate'],
  [['runs', 'rate', 'all', 'fast'], "rate is 'fast', but has to be a whole number from 1 to 1000000"],
  [['runs', 'pause', 'all', '400'], 'runs pause takes no rate'],
  [['runs', 'stop', 'all', '--for', '1h'], '--for is for a pause or a rate'],
  [['runs', '--reason', 'x'], '--reason is for orders only'],
  [['runs', 'halt', 'all'], "'halt' is invalid"],
])('%j is refused', async (args, message) => {
  const { stderr, code } = await cli(...args)
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test('an order to a run that is not at work is an error', async () => {
  const { stderr, code } = await cli('runs', 'stop', 'abcd')
  expect(stderr).toContain('is called abcd')
  expect(code).toBe(1)
})

interface Listed {
  readonly run: string
  readonly state: string
  readonly processed: number
}

async function startedBackfill(...flags: string[]): Promise<RunningCli> {
  const run = startCli(['backfill', '--json', '--database-url', database.url, ...flags])
  await run.waitForStderr(/Found \d+ breadcrumbs to backfill/)
  return run
}

async function newestRun(): Promise<string> {
  const { rows } = await database.pool.query('SELECT id FROM rcrt_entities.runs ORDER BY started_at DESC')
  return rows[0].id
}

/** Waits for what was in hand to be saved or given back. */
async function nothingIsClaimed(): Promise<void> {
  const claimed = async () =>
    (await database.pool.query('SELECT FROM rcrt_entities.claims WHERE expires_at > now()')).rowCount
  while (await claimed()) await new Promise((resolve) => setImmediate(resolve))
}

/** A run's record follows what it saved within seconds. */
async function onRecord(): Promise<Listed> {
  const [run] = await runs()
  const { rowCount } = await database.pool.query('SELECT FROM rcrt_entities.outcomes')
  expect(run.processed).toBe(rowCount)
  return run
}

async function runs(...words: string[]) {
  const { stdout, stderr, code } = await cli('runs', ...words, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

async function backfill(...flags: string[]): Promise<unknown> {
  const { stdout, stderr, code } = await cli('backfill', '--json', ...flags)
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

function cli(...args: string[]) {
  return runCli([...args, '--database-url', database.url], { env: { USER: 'tess' } })
}
