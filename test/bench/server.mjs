import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { loadSchema, readServer, startPostgresServer } from '../dist/test/support/postgres.js'

export const BIN = fileURLToPath(new URL('../../bin/rcrt-entities.js', import.meta.url))
export const TEMPLATE = 'bench_template'

/** With what an operator's server does for safety, and no checkpoint in mid-measurement. */
const SETTINGS = { fsync: 'on', full_page_writes: 'on', max_wal_size: '8GB' }

/**
 * Starts a PostgreSQL server, gives `work` a function from a database's name to its address, and removes it. What
 * TEST_DATABASE_URL points at is used instead, and left.
 */
export async function withServer(work) {
  const given = process.env.TEST_DATABASE_URL
  const server = given
    ? { url: given, stop: async () => undefined }
    : await startPostgresServer({ settings: SETTINGS })
  try {
    const { version, pgvector } = await readServer(server.url)
    print(
      `PostgreSQL ${version} ${pgvector === undefined ? 'without pgvector' : `with pgvector ${pgvector}`}`,
    )
    return await work((database) => new URL(database, server.url).href)
  } finally {
    await server.stop({ remove: true })
  }
}

/** A database with RCRT's tables, whose rows `fill` inserts. */
export async function makeDatabase(urlOf, name, fill) {
  await withClient(urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${name}`))
  await withClient(urlOf(name), async (client) => {
    await loadSchema(client)
    await client.query(
      "INSERT INTO tenants (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'bench')",
    )
    await fill(client)
  })
  await run(['migrate'], urlOf(name))
  await withClient(urlOf(name), (client) => client.query('VACUUM (ANALYZE)'))
}

export async function dropDatabase(urlOf, name) {
  await withClient(urlOf('postgres'), (client) => client.query(`DROP DATABASE IF EXISTS ${name}`))
}

/** Copies a database; every measurement begins with the same table. */
export async function copyDatabase(urlOf, template, name) {
  await dropDatabase(urlOf, name)
  await withClient(urlOf('postgres'), async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
    await client.query('CHECKPOINT')
  })
  return urlOf(name)
}

export async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Runs the command line, or another script; throws when it fails. */
export async function run(args, url, script = BIN) {
  const started = performance.now()
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  const peak = peakMemory(child)
  const [code] = await once(child, 'close')
  const seconds = (performance.now() - started) / 1000
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} exited with ${code}`)
  return { seconds, stdout, peakMiB: peak() }
}

/** Linux keeps the highest resident size itself; it has to be read while the process lives. */
function peakMemory(child) {
  let peakKiB = 0
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    peakKiB = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakKiB)
  }, 50)
  child.once('close', () => clearInterval(timer))
  return () => Math.round(peakKiB / 1024)
}

export function print(line) {
  process.stdout.write(`${line}\n`)
}
