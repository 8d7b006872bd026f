import { existsSync } from 'node:fs'
import type pg from 'pg'
import { OneAtATime } from '../../timing/one-at-a-time.ts'
import type { EmbeddedDatabase } from '../embedded/open.ts'
import { migrate } from '../schema/migrate.ts'
import { checkTable, refuseStandby, type TableShape } from '../schema/table.ts'
import {
  type ConnectOptions,
  connect,
  type Database,
  type Transaction,
  type TransactionOptions,
} from './connect.ts'
import { DatabaseFault } from './fault.ts'

export interface OpenOptions extends Omit<ConnectOptions, 'target'> {
  readonly target:
    | { readonly kind: 'url'; readonly url: string }
    | { readonly kind: 'embedded'; readonly directory: string }
  /** Told before the embedded database is created, which takes some seconds. */
  readonly onCreating?: (directory: string) => void
  /** Told when the embedded database was created just now, with so many samples. */
  readonly onCreated?: (samples: number) => void
}

/** Connects; for the embedded database, starts it first. Closing the one closes the other. */
async function openDatabase(options: OpenOptions): Promise<Database> {
  const { target, ...rest } = options
  if (target.kind === 'url') return connect({ ...rest, target: target.url })
  if (!existsSync(target.directory)) options.onCreating?.(target.directory)
  const embedded = await opened(target.directory)
  if (embedded.created) options.onCreated?.(embedded.samples)
  return new SharedDatabase(target.directory, rest, embedded)
}

/** Loaded where it is used: its samples alone take longer than all else that `stats` needs. */
async function opened(directory: string): Promise<EmbeddedDatabase> {
  const { openEmbedded } = await import('../embedded/open.ts')
  return openEmbedded(directory)
}

/** The embedded database, whichever process runs it: when that one ends, this one finds the next, or becomes it. */
class SharedDatabase implements Database {
  readonly place: string
  readonly #directory: string
  readonly #options: Omit<ConnectOptions, 'target'>
  readonly #reopening = new OneAtATime()
  #embedded: EmbeddedDatabase
  #database: Database

  constructor(directory: string, options: Omit<ConnectOptions, 'target'>, embedded: EmbeddedDatabase) {
    this.place = `the embedded database in ${directory}`
    this.#directory = directory
    this.#options = options
    this.#embedded = embedded
    this.#database = this.#connect()
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#use((database) => database.transaction(work, options))
  }

  outsideTransaction(text: string, statementTimeout: number): Promise<void> {
    return this.#use((database) => database.outsideTransaction(text, statementTimeout))
  }

  async isPooled(): Promise<boolean> {
    return false
  }

  async close(): Promise<void> {
    await this.#reopening.ended()
    await this.#database.close()
    await this.#embedded.close()
  }

  /** All its connections share one transaction: more of them would only wait for each other. */
  #connect(): Database {
    const target = this.#embedded.connectionOptions satisfies pg.PoolConfig
    return connect({ ...this.#options, target, maxConnections: 1 })
  }

  /** Whoever tries again after an outage meets the process that runs it now. */
  async #use<T>(task: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await task(this.#database)
    } catch (error) {
      const isGone = error instanceof DatabaseFault && error.faultClass === 'outage' && !this.#embedded.owner
      if (isGone) {
        this.#reopening.begin(() => this.#reopen())
        await this.#reopening.ended()
      }
      throw error
    }
  }

  async #reopen(): Promise<void> {
    await this.#database.close()
    this.#embedded = await opened(this.#directory)
    this.#database = this.#connect()
  }
}

/** Checks the table, and creates or upgrades the tool's own schema, so that work can begin. */
export async function prepareForWork(database: Database, ownerScoped: boolean): Promise<TableShape> {
  return prepareSchema(database, await checkTable(database, ownerScoped))
}

/** The same for a table that was checked. */
export async function prepareSchema(database: Database, table: TableShape): Promise<TableShape> {
  refuseStandby(table, database.place)
  await migrate(database)
  return { ...table, hasOutcomes: true, hasOrders: true, hasPrevious: true }
}

/** Opens a database, works with it, and closes it whatever happens. */
export async function withDatabase<T>(
  options: OpenOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(options)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
