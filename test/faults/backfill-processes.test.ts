import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installAudit } from '../support/audit.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { type RunningCli, startCli } from '../support/cli.ts'
import { pgbouncerAvailable, startPgbouncer } from '../support/pgbouncer.ts'
import {
  createTestDatabase,
  type PostgresServer,
  startPostgresServer,
  type TestDatabase,
} from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'
import { expectNothingLostOrDoubled, untilRow } from './figures.ts'

const SOMETHING_WRITTEN = 'SELECT FROM breadcrumb_audit LIMIT 1'
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000)

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgresServer()
})
afterAll(() => server.stop({ remove: true }))

describe.each([
  ['PostgreSQL', false],
  ['pgbouncer in transaction pooling mode', true],
])('backfill on %s', (name, pooled) => {
  let database: TestDatabase
  let proxy: { url: string; stop(): Promise<void> } | undefined
  let running: RunningCli[] = []
  const backfill = (...args: string[]) => {
    const url = proxy?.url ?? database.url
    const process = startCli(['backfill', '--database-url', url, '--json', '--concurrency', '1', ...args])
    running.push(process)
    return process
  }

  beforeEach(async (context) => {
    if (pooled && !pgbouncerAvailable) context.skip()
    database = await createTestDatabase(server.url)
    await installAudit(database.pool)
    proxy = pooled ? await startPgbouncer(database.url) : undefined
  })
  afterEach(async () => {
    for (const process of running) process.kill('SIGKILL')
    await Promise.all(running.map((process) => process.exit))
    running = []
    await proxy?.stop()
    await database?.drop()
  })

  test('loses and doubles nothing when processes are killed at 20 random moments', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(10_000))
    await startCli(['migrate', '--database-url', database.url]).exit
    const random = seeded(SEED)
    const start = () => backfill('--batch-size', '25', '--max-rate', '250')
    const workers = Array.from({ length: 4 }, start)
    for (let kill = 0; kill < 20; kill += 1) {
      await delay(200 + random() * 800)
      const victim = Math.floor(random() * workers.length)
      workers[victim]?.kill('SIGKILL')
      await workers[victim]?.exit
      workers[victim] = start()
    }
    for (const { code, stderr } of await Promise.all([...workers, backfill()].map(({ exit }) => exit))) {
      expect(code, stderr).toBe(0)
    }
    await expectNothingLostOrDoubled(database.pool, `20 SIGKILLs on ${name}`, ` (FAULTS_SEED=${SEED})`)
  })

  test('24: goes on when its backends are terminated again and again', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2_000))
    const run = backfill('--batch-size', '25')
    await untilRow(database.pool, SOMETHING_WRITTEN)
    let ended = false
    const exit = run.exit.finally(() => {
      ended = true
    })
    let terminated = 0
    while (!ended && terminated < 40) {
      const { rowCount } = await database.pool.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      terminated += rowCount ?? 0
      await delay(30)
    }
    const { code, stderr, stdout } = await exit
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ processed: 2_000, failed: 0 })
    await expectNothingLostOrDoubled(database.pool, `${terminated} terminated backends on ${name}`)
  })

  test('25: waits for a server that is down for 10 s, and resumes', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(3_000))
    const run = backfill('--batch-size', '100', '--max-rate', '1000')
    await untilRow(database.pool, SOMETHING_WRITTEN)
    await server.kill()
    await delay(10_000)
    await server.start()
    const { code, stderr } = await run.exit
    expect(code, stderr).toBe(0)
    await expectNothingLostOrDoubled(database.pool, `server killed and down for 10 s, ${name}`)
  })

  test('26: writes nothing when it was frozen past its lease and others took over', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2_000))
    const frozen = backfill('--batch-size', '200')
    await untilRow(database.pool, SOMETHING_WRITTEN)
    frozen.kill('SIGSTOP')
    const other = await backfill().exit
    expect(other.code, other.stderr).toBe(0)
    frozen.kill('SIGCONT')
    const late = await frozen.exit
    expect(late.code, late.stderr).toBe(0)
    await expectNothingLostOrDoubled(database.pool, `frozen past its lease on ${name}`)
  })

  test('27: extracts again what changed while it was in hand', async () => {
    const ids = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(1_000))
    const run = backfill('--batch-size', '100')
    await untilRow(database.pool, SOMETHING_WRITTEN)
    await database.pool.query(
      `UPDATE breadcrumbs SET context = '{"content": "a windmill"}', version = version + 1 WHERE id = ANY ($1)`,
      [ids],
    )
    expect((await run.exit).code).toBe(0)
    expect((await backfill('--stale').exit).code).toBe(0)
    const old = await database.pool.query(
      "SELECT FROM breadcrumbs WHERE NOT entity_keywords @> ARRAY['windmill']",
    )
    expect(old.rowCount).toBe(0)
    await expectNothingLostOrDoubled(database.pool, `content updated meanwhile on ${name}`)
  })

  test('29: saves what it has in hand at SIGTERM, and gives the rest back', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(4_000))
    const run = backfill('--batch-size', '500')
    await untilRow(database.pool, SOMETHING_WRITTEN)
    const asked = performance.now()
    run.kill('SIGTERM')
    expect((await run.exit).code).toBe(143)
    expect(performance.now() - asked).toBeLessThan(10_000)
    const claims = await database.pool.query('SELECT FROM rcrt_entities.claims WHERE expires_at > now()')
    expect(claims.rowCount).toBe(0)
    expect((await backfill().exit).code).toBe(0)
    await expectNothingLostOrDoubled(database.pool, `SIGTERM on ${name}`)
  })

  test.each([
    ['the disk is full', '53100'],
    ['the server is read-only', '25006'],
  ])('waits while %s, charging no breadcrumb, and resumes', async (fault, code) => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(300))
    await refuseWrites(database.pool, code)
    const run = backfill()
    await untilRow(database.pool, 'SELECT FROM refused WHERE last_value > 2')
    await database.pool.query('DROP TRIGGER refuse ON breadcrumbs')
    const { code: exitCode, stderr, stdout } = await run.exit
    expect(exitCode, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ processed: 300, failed: 0 })
    const charged = await database.pool.query('SELECT FROM rcrt_entities.outcomes WHERE attempts > 0')
    expect(charged.rowCount).toBe(0)
    await expectNothingLostOrDoubled(database.pool, `${fault} on ${name}`)
  })

  test('gives up after --retry-for or --max-duration, and says why', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(10))
    await refuseWrites(database.pool, '53100')
    for (const limit of ['--retry-for', '--max-duration']) {
      const { code, stderr } = await backfill(limit, '2s').exit
      expect(stderr).toContain('out of resources')
      expect(stderr).toContain('free disk space')
      expect(code).toBe(1)
    }
  })

  test('charges only the one that the database refuses', async () => {
    await insertBreadcrumbs(database.pool, numberedBreadcrumbs(500))
    await refuseWrites(database.pool, '22000', "WHEN (old.title = 'Breadcrumb 250')")
    const { code, stdout } = await backfill().exit
    expect(JSON.parse(stdout)).toMatchObject({ processed: 499, failed: 1 })
    expect(code).toBe(3)
    await database.pool.query('DROP TRIGGER refuse ON breadcrumbs')
    expect((await backfill('--failed').exit).code).toBe(0)
    await expectNothingLostOrDoubled(database.pool, `a refused breadcrumb on ${name}`)
  })
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
