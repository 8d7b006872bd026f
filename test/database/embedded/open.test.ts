import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EmbeddedDatabase, openEmbedded } from '../../../src/database/embedded/open.ts'
import { readOwner, takeOwnership } from '../../../src/database/embedded/ownership.ts'
import { type RunningCli, startCli } from '../../support/cli.ts'

/** As many as the README says. */
const SAMPLES = 83

/** Opens the directory it is given, reports, and closes on SIGTERM. */
const OTHER_PROCESS = `
  import { openEmbedded } from '${new URL('../../../dist/database/embedded/open.js', import.meta.url)}'
  const { owner, created, samples, close } = await openEmbedded(process.argv[2])
  console.log(JSON.stringify({ owner, created, samples }))
  process.on('SIGTERM', () => close())
  if (!owner) setInterval(() => {}, 1_000_000)
`

let directory: string
let processes: RunningCli[]

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'rcrt-embedded-test-')), 'database')
  processes = []
  await writeFile(join(dirname(directory), 'other-process.mjs'), OTHER_PROCESS)
})

afterEach(async () => {
  for (const running of processes) {
    running.kill('SIGKILL')
    await running.exit
  }
  await rm(dirname(directory), { recursive: true, force: true })
})

describe('one process', () => {
  test('creates the database with the samples once and finds it again', async () => {
    const first = await openEmbedded(directory)
    expect(first).toMatchObject({ owner: true, created: true, samples: SAMPLES })
    await first.close()
    const second = await openEmbedded(directory)
    expect(second).toMatchObject({ owner: true, created: false, samples: 0 })
    expect(await countBreadcrumbs(second)).toBe(SAMPLES)
    expect((await stat(second.connectionOptions.host)).mode & 0o777).toBe(0o700)
    await second.close()
    expect(await readOwner(directory)).toMatchObject({ released: true })
    expect(await readdir(second.connectionOptions.host)).toEqual([])
  })

  test('starts over when its first start was killed before the database was complete', async () => {
    await mkdir(join(directory, 'data'), { recursive: true })
    await writeFile(join(directory, 'data', 'PG_VERSION'), '18')
    await writeFile(join(directory, 'creating'), '')
    const database = await openEmbedded(directory)
    expect(database).toMatchObject({ created: true, samples: SAMPLES })
    expect(await countBreadcrumbs(database)).toBe(SAMPLES)
    await database.close()
  })

  test('opens a directory whose path is too long for a socket', async () => {
    const long = join(directory, 'd'.repeat(120))
    const database = await openEmbedded(long)
    const { host } = database.connectionOptions
    expect(host.startsWith(tmpdir())).toBe(true)
    expect((await stat(host)).mode & 0o777).toBe(0o700)
    expect(await countBreadcrumbs(database)).toBe(SAMPLES)
    await database.close()
    await expect(stat(host)).rejects.toThrow('ENOENT')
  })

  test.skipIf(!existsSync('/proc/self'))('says so where mkdir says that nothing is there', async () => {
    for (const path of ['/proc/rcrt', '/proc/rcrt/deeper'])
      await expect(openEmbedded(path)).rejects.toThrow(`cannot make the directory ${path}: ENOENT`)
  })

  test('says so when the directory is a file', async () => {
    await writeFile(directory, '')
    await expect(openEmbedded(directory)).rejects.toMatchObject({ kind: 'configuration' })
  })

  test.skipIf(process.getuid?.() === 0)('says so when it may not write there', async () => {
    await chmod(dirname(directory), 0o500)
    await expect(openEmbedded(directory)).rejects.toMatchObject({ kind: 'configuration' })
    await chmod(dirname(directory), 0o700)
  })
})

describe('connections', () => {
  let database: EmbeddedDatabase
  let pool: pg.Pool

  beforeEach(async () => {
    database = await openEmbedded(directory, { seed: async () => 0 })
    pool = new pg.Pool({ ...database.connectionOptions, max: 8 })
    pool.on('error', () => undefined)
    await pool.query('CREATE TABLE counter AS SELECT 0 AS value')
  })

  afterEach(async () => {
    await pool.end()
    await database.close()
  })

  test('take turns, a transaction at a time', async () => {
    const increment = async () => {
      const client = await pool.connect()
      await client.query('BEGIN')
      const { rows } = await client.query<{ value: number }>('SELECT value FROM counter')
      await client.query('UPDATE counter SET value = $1', [(rows[0]?.value ?? Number.NaN) + 1])
      await client.query('COMMIT')
      client.release()
    }
    await Promise.all(Array.from({ length: 40 }, increment))
    expect((await pool.query('SELECT value FROM counter')).rows).toEqual([{ value: 40 }])
  })

  test('get the answers to their own questions while others make mistakes', async () => {
    const ask = (number: number) =>
      number % 3 === 0
        ? pool.query('SELECT missing, $1::int', [number]).catch((error: Error) => error.message)
        : pool.query(`SELECT $1::int AS asked, ${number} AS said`, [number]).then(({ rows }) => rows)
    const answers = await Promise.all(Array.from({ length: 120 }, (_, number) => ask(number)))
    expect(answers).toEqual(
      answers.map((_, number) =>
        number % 3 === 0 ? 'column "missing" does not exist' : [{ asked: number, said: number }],
      ),
    )
  })

  test('that break off leave no transaction behind', async () => {
    for (const statements of [['BEGIN'], ['BEGIN', 'UPDATE counter SET value = 99']]) {
      const client = new pg.Client(database.connectionOptions)
      client.on('error', () => undefined)
      await client.connect()
      for (const statement of statements) {
        await client.query(statement)
      }
      const ended = new Promise((resolve) => client.once('end', resolve))
      ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
      await ended
      expect((await pool.query('SELECT value FROM counter')).rows).toEqual([{ value: 0 }])
    }
  })

  test('carry parameters and results of many megabytes', async () => {
    const text = 'é'.repeat(4_000_000)
    const { rows } = await pool.query<{ text: string }>('SELECT $1::text AS text', [text])
    expect(rows[0]?.text === text).toBe(true)
  })
})

describe('several processes', () => {
  test('share a database, which the first creates while the others wait', async () => {
    const opened = await Promise.all([start(), start(), start()].map((other) => report(other)))
    expect(opened.filter(({ owner }) => owner)).toEqual([{ owner: true, created: true, samples: SAMPLES }])
    expect(opened.filter(({ owner }) => !owner)).toHaveLength(2)
    const here = await openEmbedded(directory)
    expect(here.owner).toBe(false)
    expect(await countBreadcrumbs(here)).toBe(SAMPLES)
    await here.close()
  })

  test('take over from an owner that was killed, with all that was committed', async () => {
    const other = start()
    await report(other)
    const guest = await openEmbedded(directory)
    await query(guest, 'DELETE FROM breadcrumbs WHERE sensitivity = $1', ['secret'])
    const left = await countBreadcrumbs(guest)
    other.kill('SIGKILL')
    await other.exit
    const database = await openEmbedded(directory)
    expect(database).toMatchObject({ owner: true, created: false })
    expect(await countBreadcrumbs(database)).toBe(left)
    await database.close()
  })

  test('end when their database is closed, whoever is connected', async () => {
    const other = start()
    await report(other)
    const client = new pg.Client((await openEmbedded(directory)).connectionOptions)
    client.on('error', () => undefined)
    await client.connect()
    const ended = new Promise((resolve) => client.once('end', resolve))
    other.kill('SIGTERM')
    expect(await other.exit).toMatchObject({ code: 0, stderr: '' })
    await ended
    expect(await openAndCount()).toBe(SAMPLES)
  })

  test('that start at the same moment never own it both', async () => {
    await mkdir(directory)
    for (let round = 0; round < 20; round++) {
      const previous = await readOwner(directory)
      const taken = await Promise.all(Array.from({ length: 6 }, () => takeOwnership(directory, previous)))
      const owners = taken.filter((ownership) => ownership !== undefined)
      expect(owners).toHaveLength(1)
      await owners[0]?.release()
    }
  })
})

function start(): RunningCli {
  const running = startCli([directory], { script: join(dirname(directory), 'other-process.mjs') })
  processes.push(running)
  return running
}

async function report(running: RunningCli): Promise<{ owner: boolean; created: boolean; samples: number }> {
  const [line] = await running.waitForStdout(/^\{.*\}$/m)
  return JSON.parse(line) as { owner: boolean; created: boolean; samples: number }
}

async function openAndCount(): Promise<number> {
  const database = await openEmbedded(directory)
  const count = await countBreadcrumbs(database)
  await database.close()
  return count
}

async function countBreadcrumbs(database: EmbeddedDatabase): Promise<number> {
  const rows = await query<{ count: number }>(database, 'SELECT count(*)::int AS count FROM breadcrumbs')
  return rows[0]?.count ?? Number.NaN
}

async function query<Row extends pg.QueryResultRow>(
  database: EmbeddedDatabase,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(database.connectionOptions)
  await client.connect()
  const { rows } = await client.query<Row>(text, [...values])
  await client.end()
  return rows
}
