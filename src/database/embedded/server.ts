import { once } from 'node:events'
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import type { PGLiteSocketHandlerOptions } from '@electric-sql/pglite-socket'
import { ConnectionQueue } from './connection-queue.ts'
import { makePrivateDirectory, makeSocketDirectory, removePrivateDirectory } from './directory.ts'
import { type Address, isCode, LOOPBACK } from './ownership.ts'

/** A socket's path may have 104 bytes on macOS and 108 on Linux, its final zero included. */
const LONGEST_SOCKET_PATH = 100

type EndConnection = () => Promise<void>

/**
 * Takes PostgreSQL connections for a PGlite that need not be there yet: who connects while it opens waits.
 * Any number of connections shares its only session.
 */
export class EmbeddedServer {
  readonly address: Address
  readonly #server: Server
  readonly #connections = new Map<Socket, EndConnection>()
  readonly #ready = new Gate()
  #queue: ConnectionQueue | undefined

  private constructor(server: Server, address: Address) {
    this.#server = server
    this.address = address
    server.on('connection', (socket) => this.#accept(socket))
  }

  /** Listens on a socket in the directory that only its user can reach, or on 127.0.0.1 on Windows. */
  static async listen(directory: string, generation: number): Promise<EmbeddedServer> {
    const server = createServer({ pauseOnConnect: true })
    const address =
      process.platform === 'win32'
        ? await listenOnLoopback(server)
        : await listenOnSocket(server, directory, generation)
    return new EmbeddedServer(server, address)
  }

  /** Hands over the opened database, so that those who wait are served. */
  serve(database: PGlite): void {
    this.#queue = new ConnectionQueue(database)
    this.#ready.open()
  }

  /** Ends every connection, rolls back what they left open, and takes no more. The database stays open. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    await Promise.all([...this.#connections.values()].map((end) => end()))
    await closed
    await this.#queue?.idle()
    await removePrivateDirectory(this.address.host)
  }

  #accept(socket: Socket): void {
    this.#connections.set(socket, async () => {
      socket.destroy()
    })
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#connections.delete(socket))
    this.#ready.passed
      .then(() => this.#attach(socket))
      .catch(() => {
        socket.destroy()
      })
  }

  async #attach(socket: Socket): Promise<void> {
    const { PGLiteSocketHandler } = await import('@electric-sql/pglite-socket')
    if (socket.destroyed || this.#queue === undefined) {
      return
    }
    // The class of the package's own queue is not exported; the handler calls just the methods ours has.
    const queryQueue = this.#queue as unknown as PGLiteSocketHandlerOptions['queryQueue']
    const handler = new PGLiteSocketHandler({ queryQueue, closeOnDetach: true })
    this.#connections.set(socket, async () => {
      await handler.detach(true)
      this.#connections.delete(socket)
    })
    await handler.attach(socket)
    socket.resume()
  }
}

/** Stays shut until it is opened once. */
class Gate {
  readonly passed: Promise<void>
  #resolve: () => void = () => undefined

  constructor() {
    this.passed = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  open(): void {
    this.#resolve()
  }
}

async function listenOnLoopback(server: Server): Promise<Address> {
  await listen(server, { host: LOOPBACK, port: 0 })
  const address = server.address()
  if (address === null || typeof address === 'string') {
    throw new Error('The embedded database listens on no port')
  }
  return { host: LOOPBACK, port: address.port }
}

/** The generation serves as the port, which only names the socket's file: so no dead owner's file is in the way. */
async function listenOnSocket(server: Server, directory: string, generation: number): Promise<Address> {
  const inside = join(directory, 'socket')
  const name = `.s.PGSQL.${generation}`
  if (Buffer.byteLength(join(inside, name)) <= LONGEST_SOCKET_PATH) {
    try {
      await makeSocketDirectory(inside)
      await listen(server, { path: join(inside, name) })
      return { host: inside, port: generation }
    } catch (error) {
      if (!['ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EINVAL'].some((code) => isCode(error, code))) {
        throw error
      }
    }
  }
  const host = await makePrivateDirectory()
  await listen(server, { path: join(host, name) })
  return { host, port: generation }
}

async function listen(server: Server, options: ListenOptions): Promise<void> {
  server.listen(options)
  await once(server, 'listening')
}
