import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Output } from './output.ts'
import { postgresBinaries } from './postgres-binaries.ts'

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
  /** A server that replicates this one, which is restarted for it; to be stopped before it. */
  startReplica(): Promise<{ readonly url: string; stop(): Promise<void> }>
  /** As a crash does: SIGKILL to the server's main process. */
  kill(): Promise<void>
}

/**
 * Starts a server that nobody else uses, for suites that stop, restart or kill it. It survives its own crash,
 * not that of the machine: fsync is off.
 *
 * @param options.settings more settings for postgres, such as `{ max_connections: '20' }`
 * @param options.ssl whether SSL can be turned on; such a server has no pgvector
 */
export async function startPostgresServer(
  options: { settings?: Readonly<Record<string, string>>; ssl?: boolean } = {},
): Promise<PostgresServer> {
  const binaries = postgresBinaries(options.ssl ?? false)
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-postgres-'))
  const dataDir = join(directory, 'data')
  const port = await freePort()
  const settings = { ...SETTINGS, ...options.settings, port: String(port) }
  const user = await unprivilegedUser()
  const cluster = new Cluster(join(binaries, 'postgres'), ['-D', dataDir, ...flags(settings)], user)
  try {
    await initialise(binaries, directory, dataDir, user)
    await cluster.start()
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
  return {
    url: urlOf(port),
    port,
    dataDir,
    start: () => cluster.start(),
    stop: async ({ remove = false } = {}) => {
      await cluster.stop('SIGINT')
      if (remove) await rm(directory, { recursive: true, force: true })
    },
    restartAsStandby: async () => {
      await cluster.stop('SIGINT')
      await writeFile(join(dataDir, 'standby.signal'), '')
      await cluster.start()
    },
    startReplica: async () => {
      const copy = join(directory, 'replica')
      await cluster.stop('SIGINT')
      await run('cp', ['-a', dataDir, copy])
      await writeFile(join(copy, 'standby.signal'), '')
      await cluster.start()
      const own = {
        port: String(await freePort()),
        primary_conninfo: `${urlOf(port)}?application_name=replica`,
      }
      const args = ['-D', copy, ...flags({ ...settings, ...own })]
      const replica = new Cluster(join(binaries, 'postgres'), args, user)
      await replica.start()
      return { url: urlOf(Number(own.port)), stop: () => replica.stop('SIGINT') }
    },
    kill: () => cluster.stop('SIGKILL'),
  }
}

function urlOf(port: number): string {
  return `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`
}

const PASSWORD = 'postgres'

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  full_page_writes: 'off',
  lc_messages: 'C',
}

/** Whom a process runs as; nothing where it is who we are. */
interface User {
  readonly uid?: number
  readonly gid?: number
}

const run = promisify(execFile)

/** PostgreSQL refuses to run as root. */
async function unprivilegedUser(): Promise<User> {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'nobody'])))
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
}

async function initialise(binaries: string, directory: string, dataDir: string, user: User): Promise<void> {
  const passwordFile = join(directory, 'password')
  await writeFile(passwordFile, PASSWORD)
  if (user.uid !== undefined && user.gid !== undefined) await chown(directory, user.uid, user.gid)
  const method = ['--username=postgres', '--auth=password', `--pwfile=${passwordFile}`]
  const locale = ['--encoding=UTF8', '--locale=C', '--no-sync']
  await run(join(binaries, 'initdb'), ['-D', dataDir, ...method, ...locale], user)
}

/** What the tests have left running. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const server of running) server.kill('SIGQUIT')
})

/** Starts, stops and kills the server of one cluster. */
class Cluster {
  readonly #program: string
  readonly #args: readonly string[]
  readonly #user: User
  #server: ChildProcess | undefined

  constructor(program: string, args: readonly string[], user: User) {
    this.#program = program
    this.#args = args
    this.#user = user
  }

  async start(): Promise<void> {
    const log = new Output('PostgreSQL')
    const server = spawn(this.#program, this.#args, { ...this.#user, stdio: ['ignore', 'ignore', 'pipe'] })
    running.add(server)
    server.stderr.setEncoding('utf8').on('data', (text: string) => log.append(text))
    server.once('error', (error) => log.append(String(error)))
    server.once('close', () => {
      running.delete(server)
      log.end()
    })
    this.#server = server
    await log.waitFor(/ready to accept (read-only )?connections/)
  }

  /** Waits for the last of its processes, without which it would refuse to start again after a crash. */
  async stop(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const server = this.#server
    if (server?.kill(signal)) await once(server, 'close')
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
