import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { type Load, loadReader } from '../../../src/database/health/load.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { pgbouncerAvailable, startPgbouncer } from '../../support/pgbouncer.ts'
import { createPgliteDatabase, createTestDatabase, startPostgresServer } from '../../support/postgres.ts'
import { preparedForEach } from '../../support/prepared.ts'

/** For a machine under load. */
const PATIENT = { timeout: 60_000 }

const prepared = preparedForEach()
const clients: pg.Client[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()))
})

function read(): Promise<Load> {
  return loadReader(prepared.database)()
}

async function session(applicationName: string, url = prepared.server.url): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName })
  client.on('error', () => undefined)
  await client.connect()
  clients.push(client)
  return client
}

/** Holds a lock that others wait for. */
async function locked(): Promise<pg.Client> {
  const holder = await session('holder')
  await holder.query('BEGIN; LOCK TABLE breadcrumbs')
  return holder
}

/** @param read through the server itself or a pooler, which leads to `url` too. */
async function expectToldApart(url: string, read: () => Promise<Load>): Promise<void> {
  const holder = await locked()
  const before = (await read()).seen?.activeOthers ?? Number.NaN
  const [theirs, ours] = [await session('application', url), await session('rcrt-entities', url)]
  const waiting = [theirs, ours].map((client) => client.query('SELECT count(*) FROM breadcrumbs'))
  await expect.poll(blocked, PATIENT).toBe(2)
  await expect.poll(async () => (await read()).seen, PATIENT).toMatchObject({ activeOthers: before + 1 })
  await holder.query('COMMIT')
  await Promise.all(waiting)
}

test('another program that waits for a lock is active, one of ours is not', async () => {
  await expectToldApart(prepared.server.url, read)
})

test.runIf(pgbouncerAvailable)('they are told apart through a pooler, too', async () => {
  const pooler = await startPgbouncer(prepared.server.url)
  const database = connect({ target: pooler.url, maxConnections: 1 })
  try {
    await expectToldApart(pooler.url, loadReader(database))
  } finally {
    await database.close()
    await pooler.stop()
  }
})

async function blocked(): Promise<number> {
  const { rows } = await prepared.server.pool.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return rows[0].count
}

test('who did something in the last seconds is there', async () => {
  const before = (await read()).seen?.lateOthers ?? Number.NaN
  await (await session('application')).query('SELECT 1')
  expect((await loadReader(prepared.database)()).seen?.lateOthers).toBeGreaterThan(before)
})

test.runIf(pgbouncerAvailable)('through a pooler it does not claim that nobody is there', async () => {
  const pooler = await startPgbouncer(prepared.server.url)
  const database = connect({ target: pooler.url, maxConnections: 1 })
  try {
    await (await session('application', pooler.url)).query('SELECT 1')
    expect((await loadReader(database)()).seen).toMatchObject({ lateOthers: null, activeOthers: 0 })
  } finally {
    await database.close()
    await pooler.stop()
  }
})

test('WAL moves on with what is written, by the time of the server', async () => {
  const before = await read()
  await insertBreadcrumbs(prepared.server.pool, numberedBreadcrumbs(200))
  const after = await read()
  expect(after.walPosition - before.walPosition).toBeGreaterThan(50_000)
  expect(after.at).toBeGreaterThan(before.at)
  expect(after.workMs).toBeGreaterThan(0.1)
})

test('a vacuum of breadcrumbs is at work, one of another table is not', async () => {
  await prepared.server.pool.query('CREATE TABLE other AS SELECT generate_series(1, 100000) AS n')
  await insertBreadcrumbs(prepared.server.pool, numberedBreadcrumbs(300))
  const vacuum = await session('application')
  await vacuum.query('SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1')
  const pid = (await vacuum.query('SELECT pg_backend_pid() AS pid')).rows[0].pid
  for (const [table, isSeen] of [
    ['other', false],
    ['breadcrumbs', true],
  ] as const) {
    const ended = vacuum.query(`VACUUM (FREEZE) ${table}`).catch(() => undefined)
    await expect.poll(vacuumed, PATIENT).toBe(table)
    expect((await read()).seen?.vacuuming, table)[isSeen ? 'toBeGreaterThan' : 'toBe'](0)
    await prepared.server.pool.query('SELECT pg_cancel_backend($1)', [pid])
    await ended
  }
  expect((await read()).seen?.vacuuming).toBe(0)
})

async function vacuumed(): Promise<string | undefined> {
  const { rows } = await prepared.server.pool.query(
    'SELECT relid::regclass::text AS table FROM pg_stat_progress_vacuum WHERE datname = current_database()',
  )
  return rows[0]?.table
}

test('a role without pg_read_all_stats reads the rest', async () => {
  const { pool, url } = prepared.server
  const role = `load_${process.pid}`
  await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'load'; GRANT SELECT ON breadcrumbs TO ${role}`)
  const target = Object.assign(new URL(url), { username: role, password: 'load' }).href
  const database = connect({ target, maxConnections: 1 })
  try {
    const load = await loadReader(database)()
    expect(load.seen).toBeNull()
    expect(load).toMatchObject({ walPosition: expect.any(Number), workMs: expect.any(Number) })
    await pool.query(`GRANT pg_monitor TO ${role}`)
    expect((await loadReader(database)()).seen).not.toBeNull()
  } finally {
    await database.close()
    await pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

test('the embedded database tells how busy it is, too', async () => {
  const embedded = await createPgliteDatabase()
  const database = connect({ target: embedded.url, maxConnections: 1 })
  try {
    await prepareForWork(database, false)
    const load = await loadReader(database)()
    expect(load).toMatchObject({ walPosition: expect.any(Number), unarchivedBytes: null })
  } finally {
    await database.close()
    await embedded.drop()
  }
})

test('a replica that replays nothing falls behind, until it goes on', async () => {
  const server = await startPostgresServer()
  const own = await createTestDatabase(server.url)
  const database = connect({ target: own.url, maxConnections: 1 })
  const lag = async () => (await loadReader(database)()).seen?.replicaLag
  const write = () => own.pool.query("SELECT pg_logical_emit_message(true, 'x', 'x')")
  try {
    expect(await lag()).toBe(0)
    const replica = await server.startReplica()
    const client = new pg.Client({ connectionString: replica.url })
    await client.connect()
    try {
      await client.query('SELECT pg_wal_replay_pause()')
      await write()
      await expect.poll(lag, PATIENT).toBeGreaterThan(2)
      await client.query('SELECT pg_wal_replay_resume()')
      await expect.poll(async () => (await write()) && (await lag()), PATIENT).toBeLessThan(1)
    } finally {
      await client.end()
      await replica.stop()
    }
  } finally {
    await database.close()
    await own.drop()
    await server.stop({ remove: true })
  }
})

describe('WAL that waits to be archived', () => {
  test('is counted from where the archiver is stuck, and from what it archived last', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rcrt-archive-'))
    await chmod(directory, 0o755)
    const isOpen = join(directory, 'open')
    const settings = { archive_mode: 'on', archive_command: `test -e ${isOpen}` }
    const server = await startPostgresServer({ settings })
    const own = await createTestDatabase(server.url)
    const database = connect({ target: own.url, maxConnections: 1 })
    const unarchived = async () => (await loadReader(database)()).unarchivedBytes
    const segment = 16 * 1024 * 1024
    const finishSegment = () =>
      own.pool.query(
        "SELECT pg_switch_wal() FROM (SELECT pg_logical_emit_message(false, 'x', 'x')) AS message",
      )
    try {
      for (let finished = 0; finished < 3; finished += 1) await finishSegment()
      await expect.poll(unarchived, PATIENT).toBeGreaterThanOrEqual(3 * segment)
      await writeFile(isOpen, '')
      await finishSegment()
      await expect.poll(unarchived, PATIENT).toBe(0)
    } finally {
      await database.close()
      await own.drop()
      await server.stop({ remove: true })
      await rm(directory, { recursive: true })
    }
  })

  test('is none where nothing is archived', async () => {
    expect((await read()).unarchivedBytes).toBeNull()
  })
})
