import type { PGlite } from '@electric-sql/pglite'

type Turn =
  | {
      readonly connection: number
      readonly message: Uint8Array
      readonly onData: (data: Uint8Array) => void
      readonly resolve: (bytes: number) => void
      readonly reject: (error: unknown) => void
    }
  | { readonly connection: number; readonly message: undefined; readonly resolve: () => void }

const SYNC = Uint8Array.of(0x53, 0, 0, 0, 4)

/**
 * Lets several connections share PGlite's only session. A connection has it from its first message until the
 * server says that it is ready for the next query outside any transaction; the others wait in line.
 *
 * It stands in for the queue of `@electric-sql/pglite-socket` 0.2, which never goes on after a message has
 * thrown (electric-sql/pglite#1046), decides by the transaction's state alone whose turn it is (#977), and comes
 * only with a server that cannot listen before the database is open. The names of the methods are that queue's.
 */
export class ConnectionQueue {
  readonly #database: PGlite
  #waiting: Turn[] = []
  #holder: number | undefined
  #isRunning = false
  #running: Promise<void> = Promise.resolve()

  constructor(database: PGlite) {
    this.#database = database
  }

  /** Sends one message of the protocol; resolves with the number of bytes that came back. */
  enqueue(connection: number, message: Uint8Array, onData: (data: Uint8Array) => void): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ connection, message, onData, resolve, reject })
      this.#start()
    })
  }

  /** Forgets what a connection that is ending has not sent yet. */
  clearQueueForHandler(connection: number): void {
    const isTheirs = (turn: Turn) => turn.connection === connection && turn.message !== undefined
    const theirs = this.#waiting.filter(isTheirs)
    this.#waiting = this.#waiting.filter((turn) => !isTheirs(turn))
    for (const turn of theirs) {
      if (turn.message !== undefined) {
        turn.reject(new Error('The connection ended'))
      }
    }
  }

  /** Rolls back what a connection that is ending has left open, once its message under way is through. */
  clearTransactionIfNeeded(connection: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ connection, message: undefined, resolve })
      this.#start()
    })
  }

  /** Resolves when no message is under way. */
  async idle(): Promise<void> {
    await this.#running
  }

  #start(): void {
    if (!this.#isRunning) {
      this.#isRunning = true
      this.#running = this.#run()
    }
  }

  async #run(): Promise<void> {
    for (let turn = this.#next(); turn !== undefined; turn = this.#next()) {
      if (turn.message === undefined) {
        await this.#abandon(turn.connection)
        turn.resolve()
      } else {
        await this.#send(turn.connection, turn.message, turn.onData).then(turn.resolve, turn.reject)
      }
    }
    this.#isRunning = false
  }

  #next(): Turn | undefined {
    const index = this.#waiting.findIndex(
      ({ connection }) => this.#holder === undefined || connection === this.#holder,
    )
    return index === -1 ? undefined : this.#waiting.splice(index, 1)[0]
  }

  async #send(connection: number, message: Uint8Array, onData: (data: Uint8Array) => void): Promise<number> {
    if (message[0] === 0x58 /* Terminate would end the session that all share */) {
      return 0
    }
    this.#holder = connection
    let bytes = 0
    let end: Uint8Array = new Uint8Array()
    await this.#database.runExclusive(() =>
      this.#database.execProtocolRawStream(message, {
        onRawData: (data) => {
          bytes += data.length
          end = data.length >= 6 ? data.slice(-6) : Buffer.concat([end, data]).subarray(-6)
          onData(data)
        },
      }),
    )
    if (isReadyOutsideTransaction(end)) {
      this.#holder = undefined
    }
    return bytes
  }

  async #abandon(connection: number): Promise<void> {
    if (this.#holder !== connection) {
      return
    }
    try {
      await this.#database.execProtocolRaw(SYNC)
      if (this.#database.isInTransaction()) {
        await this.#database.exec('ROLLBACK')
      }
    } catch {
      // Nobody is left to tell. A database too broken to roll back fails the next message, which reports it.
    }
    this.#holder = undefined
  }
}

/** ReadyForQuery with the state "idle": `Z`, a length of 5, `I`. */
function isReadyOutsideTransaction(end: Uint8Array): boolean {
  return Buffer.from(end).equals(Buffer.from('Z\0\0\0\x05I', 'latin1'))
}
