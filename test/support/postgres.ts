import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { openEmbedded } from '../../src/database/embedded/open.ts'
import { rcrtSchema } from '../../src/database/embedded/rcrt-schema.ts'

export { type PostgresServer, startPostgresServer } from './postgres-server.ts'

/** A database with RCRT's tables and nothing in them. */
export interface TestDatabase {
  readonly url: string
  readonly pool: pg.Pool
  /** Ends the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>
}

/**
 * Makes a database of its own on the suite's PostgreSQL server.
 *
 * @param serverUrl another server; its RCRT tables are then made from scratch rather than copied
 * @param encoding another encoding than the server's own; the same is true of the tables
 */
export async function createTestDatabase(serverUrl?: string, encoding?: string): Promise<TestDatabase> {
  const server = serverUrl ?? inject('serverUrl')
  const name = `rcrt_test_${randomBytes(6).toString('hex')}`
  const isCopy = serverUrl === undefined && encoding === undefined
  const template = isCopy ? inject('templateDatabase') : 'template0'
  const encoded = encoding === undefined ? '' : `ENCODING '${encoding}' LOCALE 'C'`
  await withClient(server, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template} ${encoded}`),
  )
  const url = urlOf(server, name)
  if (!isCopy) await withClient(url, loadSchema)
  const pool = quietPool({ connectionString: url })
  return {
    url,
    pool,
    drop: async () => {
      await pool.end()
      await dropDatabase(server, name)
    },
  }
}

/** The same on the embedded database, without its samples. */
export async function createPgliteDatabase(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-pglite-'))
  const database = await openEmbedded(directory, { seed: async () => 0 })
  const { host, port, user, database: name } = database.connectionOptions
  const pool = quietPool(database.connectionOptions)
  return {
    url: `postgresql://${user}@localhost/${name}?host=${encodeURIComponent(host)}&port=${port}`,
    pool,
    drop: async () => {
      await pool.end()
      await database.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** What a server is: its version, such as `16.2`, and that of its pgvector, undefined where it has none. */
export async function readServer(url: string): Promise<{ version: string; pgvector: string | undefined }> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ version: string; pgvector: string | null }>(
      `SELECT current_setting('server_version') AS version,
         (SELECT default_version FROM pg_available_extensions WHERE name = 'vector') AS pgvector`,
    ),
  )
  const [server] = rows
  if (server === undefined) throw new Error('the server tells no version')
  return { version: server.version, pgvector: server.pgvector ?? undefined }
}

/** Makes the database that `createTestDatabase` copies. */
export async function prepareTemplate(server: string): Promise<{ name: string; drop(): Promise<void> }> {
  const name = `rcrt_template_${randomBytes(6).toString('hex')}`
  await withClient(server, (client) => client.query(`CREATE DATABASE ${name}`))
  await withClient(urlOf(server, name), loadSchema)
  return { name, drop: () => dropDatabase(server, name) }
}

/**
 * Makes RCRT's tables in an empty database.
 *
 * @public The benches call it, too, from what the build makes of this file, which knip does not follow.
 */
export async function loadSchema(client: pg.Client): Promise<void> {
  const available = await client.query("SELECT FROM pg_available_extensions WHERE name = 'vector'")
  // ivfflat warns about an index on an empty table; that is how RCRT's own migration makes it.
  await client.query('SET client_min_messages = error')
  await client.query(rcrtSchema({ vector: available.rowCount === 1 }))
}

async function dropDatabase(server: string, name: string): Promise<void> {
  await withClient(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** Tests that cut connections must not die of the error events which that causes. */
function quietPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
