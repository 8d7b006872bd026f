import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAdaptive } from '../../../src/commands/backfill/adaptive.ts'
import { installAudit, readAudit } from '../../support/audit.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli, startCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { startTerminal, terminalAvailable } from '../../support/terminal.ts'

const ROWS = 700
/** Three that are active, where two are bearable. */
const LOAD = 3
const STRAINED = ['backfill', '--server-cores', '1', '--budget', 'backends=2', 'slowdown=off']

let database: TestDatabase
let others: pg.Client[]
beforeEach(async () => {
  database = await createTestDatabase()
  others = []
})
afterEach(async () => {
  await database.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'application' AND datname = current_database()",
  )
  await Promise.all(others.map((client) => client.end()))
  await database.drop()
})

async function other(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'application' })
  client.on('error', () => undefined)
  await client.connect()
  others.push(client)
  return client
}

/** Other programs that are at work for as long as the test. */
async function load(): Promise<void> {
  for (let count = 0; count < LOAD; count += 1)
    (await other()).query('SELECT pg_sleep(600)').catch(() => undefined)
}

async function expectEachDoneOnce(): Promise<void> {
  expect(await readAudit(database.pool)).toMatchObject({ lost: 0, doubled: 0, effectiveWrites: ROWS })
}

test('beside a load it slows down, says why in its log and in --json, and does each breadcrumb once', async () => {
  await installAudit(database.pool)
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(ROWS))
  await load()
  const { code, stdout, stderr } = await runCli([...STRAINED, '--json', '--no-progress'], {
    env: { DATABASE_URL: database.url },
  })
  expect(stderr).toMatch(/From 100 rows\/s on as fast as the database bears/)
  expect(stderr).toMatch(
    /Pace down to \d+ rows\/s: active backends at 1\d\d% of its budget \([23](\.\d)? of 2\)/,
  )
  expect(code).toBe(0)
  const { processed, paceChanges } = JSON.parse(stdout)
  expect(processed).toBe(ROWS)
  expect(paceChanges[0]).toMatchObject({ signal: 'backends', figures: expect.stringMatching(/ of 2$/) })
  expect(paceChanges[0].rowsPerSecond).toBeLessThan(400)
  await expectEachDoneOnce()
})

test.skipIf(!terminalAvailable)('on a terminal the bar says why', async () => {
  await installAudit(database.pool)
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(ROWS))
  await load()
  const terminal = startTerminal(STRAINED, { columns: 120, env: { DATABASE_URL: database.url } })
  await terminal.waitFor(/rows\/s \(active backends at 1\d\d%\)/)
  expect((await terminal.exit).code).toBe(0)
  await expectEachDoneOnce()
})

test('while breadcrumbs are vacuumed for longer than is bearable it comes to a trickle, and can be stopped', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(ROWS))
  const vacuum = await other()
  await vacuum.query('SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1')
  vacuum.query('VACUUM (FREEZE) breadcrumbs').catch(() => undefined)
  const run = startCli(['backfill', '--budget', 'vacuum=1ms', '--no-progress'], {
    env: { DATABASE_URL: database.url },
  })
  await run.waitForStderr(/Pace down to 10 rows in 30s: vacuum at \d+% of its budget/)
  run.kill('SIGTERM')
  expect(await run.exit).toMatchObject({ code: 143 })
  const { rows } = await database.pool.query(
    `SELECT (SELECT count(*)::int FROM rcrt_entities.claims WHERE expires_at > now()) AS claimed,
      (SELECT count(*)::int FROM breadcrumbs WHERE entity_keywords IS NULL) AS pending`,
  )
  expect(rows[0].claimed).toBe(0)
  expect(rows[0].pending).toBeGreaterThan(0)
})

test('a role that may not look at others is told once which signals it lacks, and works', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(50))
  expect((await runCli(['migrate'], { env: { DATABASE_URL: database.url } })).code).toBe(0)
  const role = `adaptive_${process.pid}`
  await database.pool.query(`CREATE ROLE ${role} LOGIN BYPASSRLS PASSWORD 'adaptive';
    GRANT SELECT ON breadcrumbs TO ${role};
    GRANT UPDATE (entities, entity_keywords) ON breadcrumbs TO ${role};
    GRANT USAGE ON SCHEMA rcrt_entities TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rcrt_entities TO ${role}`)
  const url = Object.assign(new URL(database.url), { username: role, password: 'adaptive' }).href
  try {
    const { code, stderr } = await runCli(['backfill', '--adaptive', '--max-rate', '20', '--no-progress'], {
      env: { DATABASE_URL: url },
    })
    expect(
      stderr.match(/This role can't see active backends, replica lag and vacuum \(GRANT pg_monitor\)/g),
    ).toHaveLength(1)
    expect(code).toBe(0)
  } finally {
    await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

test('it spares the database from 100,001 breadcrumbs on, unless told', () => {
  expect([100_000, 100_001].map((found) => isAdaptive({}, found))).toEqual([false, true])
  expect([1, 1_000_000].map((found) => isAdaptive({ adaptive: true }, found))).toEqual([true, true])
  expect([1, 1_000_000].map((found) => isAdaptive({ adaptive: false }, found))).toEqual([false, false])
})

test('a smaller run without --adaptive asks nothing', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20))
  const { stderr } = await runCli(['backfill', '--verbose', '--no-progress'], {
    env: { DATABASE_URL: database.url },
  })
  expect(stderr).not.toMatch(/as fast as the database bears|began AS MATERIALIZED/)
})
