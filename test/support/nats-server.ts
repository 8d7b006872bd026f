import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { Output } from './output.ts'

/** Debian installs it where an ordinary user's PATH does not look. */
const PATH = `${process.env.PATH}:/usr/sbin`
/** Where .ci/run builds the newest. */
const NEWEST = resolve('test/nats/nats-server')

/** The nats-servers of this machine: the system's, and the newest where it was built. */
export const NATS_SERVERS: readonly { readonly version: string; readonly binary: string }[] = [
  'nats-server',
  NEWEST,
].flatMap((binary) => {
  const { status, stdout } = spawnSync(binary, ['--version'], { env: { PATH }, encoding: 'utf8' })
  const version = /: v(\S+)/.exec(stdout ?? '')?.[1]
  return status === 0 && version !== undefined ? [{ version, binary }] : []
})
if (NATS_SERVERS.length === 0) {
  process.stdout.write('SKIPPED: tests of JetStream; install nats-server to run them\n')
} else if (NATS_SERVERS.length === 1) {
  process.stdout.write(`SKIPPED: tests of JetStream on a second version than ${NATS_SERVERS[0]?.version}\n`)
}

/** A server of this process with JetStream, in a temporary directory. */
export class NatsServer {
  readonly #binary: string
  readonly #directory: string
  readonly #args: readonly string[]
  #port = -1
  #process: ChildProcess | undefined

  private constructor(binary: string, directory: string, args: readonly string[]) {
    this.#binary = binary
    this.#directory = directory
    this.#args = args
  }

  /** `args` for the command line, such as `--user`. */
  static async start(binary: string, args: readonly string[] = ['-js']): Promise<NatsServer> {
    const server = new NatsServer(binary, await mkdtemp(join(tmpdir(), 'rcrt-nats-')), args)
    await server.start()
    return server
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`
  }

  /** Again after `kill`, with the same messages on the same port. */
  async start(): Promise<void> {
    const args = ['-a', '127.0.0.1', '-p', String(this.#port), '-sd', this.#directory, ...this.#args]
    const child = spawn(this.#binary, args, { env: { PATH }, stdio: ['ignore', 'ignore', 'pipe'] })
    this.#process = child
    const log = new Output('nats-server')
    child.stderr.setEncoding('utf8').on('data', (text: string) => log.append(text))
    child.once('exit', () => log.end())
    const [, port] = await log.waitFor(/Listening for client connections on 127\.0\.0\.1:(\d+)/)
    this.#port = Number(port)
    await log.waitFor(/Server is ready/)
  }

  /** As a crash does, unless told otherwise; SIGSTOP freezes it, SIGCONT lets it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  async kill(): Promise<void> {
    if (this.#process === undefined || this.#process.exitCode !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await exited
    this.#process = undefined
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.#directory, { recursive: true })
  }

  /** A client of the test's own, to look and to publish with. */
  async client(user?: string, pass?: string): Promise<{ nats: NatsConnection; manager: JetStreamManager }> {
    const login = user === undefined ? {} : { user, ...(pass !== undefined && { pass }) }
    const nats = await connect({ servers: this.url.replace('nats://', ''), ...login })
    return { nats, manager: await jetstreamManager(nats) }
  }
}
