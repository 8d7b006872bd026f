import pg from 'pg'
import { Client } from './client.ts'
import { DatabaseFault, isSqlState, toDatabaseFault } from './fault.ts'
import { type Environment, findPassword } from './password.ts'
import { OWNER_SETTING } from './scope.ts'
import { TYPES } from './timestamps.ts'
import { connectionConfig } from './url.ts'

/** Runs its statements together or not at all; parameters are never spliced into the text. */
export interface Transaction {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export interface TransactionOptions {
  /** How long one statement may run, in milliseconds; 30,000 when not given. */
  readonly statementTimeout?: number
  readonly readOnly?: boolean
}

/**
 * A pool of connections. Every error it throws is a `DatabaseFault`, except those that the caller's own code
 * throws. Sound behind a transaction-pooling proxy: settings are local to a transaction, statements unnamed.
 */
export interface Database {
  /** `host:port/database`, for messages. */
  readonly place: string
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** One statement outside any transaction, for what PostgreSQL allows only there. */
  outsideTransaction(text: string, statementTimeout: number): Promise<void>
  /** Whether something that speaks for the server, such as pgbouncer, stands between. */
  isPooled(): Promise<boolean>
  close(): Promise<void>
}

export interface ConnectOptions {
  /** A connection string, or the embedded database's own options. */
  readonly target: string | pg.PoolConfig
  readonly maxConnections: number
  /** Where to look for a password that the connection string does not hold. */
  readonly env?: Environment
  /** Scopes row-level security to one tenant: a uuid, already validated. */
  readonly owner?: string
  /** Told of every statement with its time in milliseconds. */
  readonly onStatement?: (text: string, milliseconds: number) => void
  /** Told of connections that broke while idle; the pool replaces them. */
  readonly onIdleError?: (error: Error) => void
}

const CONNECT_TIMEOUT_MS = 10_000
const CLOSE_TIMEOUT_MS = 2_000
const STATEMENT_TIMEOUT_MS = 30_000
/** A server that is silent for this much longer than its own timeout is taken for gone. */
const SILENCE_MARGIN_MS = 5_000

/** Makes the pool; connects when first used. Throws a configuration error for a malformed connection string. */
export function connect(options: ConnectOptions): Database {
  const config = poolConfig(options)
  const pool = new pg.Pool(config)
  const place = `${config.host}:${config.port}/${config.database ?? ''}`
  // Without listeners a connection that breaks, idle or in use, would end the process.
  pool.on('error', (error) => options.onIdleError?.(toDatabaseFault(error, place)))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PooledDatabase(pool, place, options)
}

class PooledDatabase implements Database {
  readonly place: string
  readonly #pool: pg.Pool
  readonly #options: ConnectOptions
  readonly #clients = new Set<pg.ClientBase>()

  constructor(pool: pg.Pool, place: string, options: ConnectOptions) {
    this.#pool = pool
    pool.on('connect', (client) => this.#clients.add(client))
    pool.on('remove', (client) => this.#clients.delete(client))
    this.place = place
    this.#options = options
  }

  async transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const timeout = options.statementTimeout ?? STATEMENT_TIMEOUT_MS
    const client = await this.#acquire()
    let healthy = false
    try {
      const transaction = this.#transaction(client, timeout)
      await transaction.query(openingStatements(timeout, options.readOnly ?? false, this.#options.owner))
      try {
        const result = await work(transaction)
        await transaction.query('COMMIT')
        healthy = true
        return result
      } catch (error) {
        healthy = !connectionLost(error) && (await rolledBack(transaction))
        throw healthy ? await retold(transaction, error) : error
      }
    } finally {
      client.release(!healthy)
    }
  }

  async outsideTransaction(text: string, statementTimeout: number): Promise<void> {
    const client = await this.#acquire()
    try {
      await this.#transaction(client, statementTimeout).query(text)
    } finally {
      // The connection is not given back: a proxy may have left it in a state that the pool can't know.
      client.release(true)
    }
  }

  /** A proxy tells clients a process of its own making for the server's. */
  async isPooled(): Promise<boolean> {
    const client: pg.PoolClient & { readonly processID?: number } = await this.#acquire()
    let healthy = false
    try {
      const { query } = this.#transaction(client, STATEMENT_TIMEOUT_MS)
      const [backend] = await query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      healthy = true
      return backend?.pid !== client.processID
    } finally {
      client.release(!healthy)
    }
  }

  /** A server that is silent does not confirm the end of a connection: after a while the sockets are dropped. */
  async close(): Promise<void> {
    const ended = this.#pool.end()
    const timer = setTimeout(() => {
      for (const client of this.#clients) if (client instanceof Client) client.drop()
    }, CLOSE_TIMEOUT_MS)
    try {
      await ended
    } finally {
      clearTimeout(timer)
    }
  }

  async #acquire(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect()
    } catch (error) {
      throw toDatabaseFault(error, this.place)
    }
  }

  #transaction(client: pg.PoolClient, timeout: number): Transaction {
    return {
      query: async <Row>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
        const started = performance.now()
        try {
          const query = {
            text,
            query_timeout: timeout + SILENCE_MARGIN_MS,
            ...(values && { values: [...values] }),
          }
          const { rows } = await client.query(query)
          return rows as Row[]
        } catch (error) {
          throw toDatabaseFault(error, this.place)
        } finally {
          this.#options.onStatement?.(text, performance.now() - started)
        }
      },
    }
  }
}

/** One round trip: the transaction, its limits and its tenant. */
function openingStatements(timeout: number, readOnly: boolean, owner: string | undefined): string {
  return [
    // Claims rest on READ COMMITTED; a role may have other defaults.
    `BEGIN ISOLATION LEVEL READ COMMITTED ${readOnly ? 'READ ONLY' : ''}`,
    // pg reads no other style.
    'SET LOCAL datestyle = ISO',
    `SET LOCAL statement_timeout = ${Math.ceil(timeout)}`,
    `SET LOCAL lock_timeout = ${Math.min(Math.ceil(timeout), 10_000)}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${Math.ceil(timeout) + 30_000}`,
    ...(owner === undefined ? [] : scopingStatements(owner)),
  ].join('; ')
}

/** For RCRT's row-level security, and for our own conditions. */
function scopingStatements(owner: string): string[] {
  return [`SET LOCAL app.current_owner_id = '${owner}'`, `SET LOCAL ${OWNER_SETTING} = '${owner}'`]
}

/** Such errors come from the socket or from pg itself, so that a ROLLBACK would only wait for nothing. */
function connectionLost(error: unknown): boolean {
  return error instanceof DatabaseFault && error.faultClass === 'outage' && !isSqlState(error.code)
}

/** False when the connection is of no further use. The error that led here is the one worth reporting. */
async function rolledBack(transaction: Transaction): Promise<boolean> {
  try {
    await transaction.query('ROLLBACK')
    return true
  } catch {
    return false
  }
}

const SOURCE = 'SELECT prosrc AS source FROM pg_proc WHERE oid = to_regprocedure($1)'

/** A fault that arose in a function of the database, told as fully as that function's source allows. */
async function retold(transaction: Transaction, error: unknown): Promise<unknown> {
  const origin = error instanceof DatabaseFault ? error.origin : undefined
  if (origin === undefined) return error
  try {
    const [row] = await transaction.query<{ source: string }>(SOURCE, [origin.signature])
    return row === undefined ? error : origin.retold(row.source)
  } catch {
    // The fault itself is the one worth reporting.
    return error
  }
}

function poolConfig({ target, maxConnections, env = {} }: ConnectOptions): pg.PoolConfig {
  const shared: pg.PoolConfig = {
    application_name: 'rcrt-entities',
    types: TYPES,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    // A peer that is gone without a word is noticed within about 20 s.
    keepAliveInitialDelayMillis: 10_000,
    Client,
  }
  if (typeof target !== 'string') return { ...shared, ...target }
  const config = connectionConfig(target)
  return { ...shared, ...config, password: config.password || (() => findPassword(config, env)) }
}
