import { existsSync } from 'node:fs'
import type pg from 'pg'
import { openEmbedded } from '../embedded/open.ts'
import { migrate } from '../schema/migrate.ts'
import { checkTable, refuseStandby, type TableShape } from '../schema/table.ts'
import { type ConnectOptions, connect, type Database } from './connect.ts'

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
  const embedded = await openEmbedded(target.directory)
  if (embedded.created) options.onCreated?.(embedded.samples)
  // All its connections share one session: more of them would only wait for each other.
  const database = connect({
    ...rest,
    target: embedded.connectionOptions satisfies pg.PoolConfig,
    maxConnections: 1,
  })
  return {
    place: `the embedded database in ${target.directory}`,
    transaction: (work, settings) => database.transaction(work, settings),
    outsideTransaction: (text, timeout) => database.outsideTransaction(text, timeout),
    close: async () => {
      await database.close()
      await embedded.close()
    },
  }
}

/** Checks the table, and creates or upgrades the tool's own schema, so that work can begin. */
export async function prepareForWork(database: Database, ownerScoped: boolean): Promise<TableShape> {
  const shape = await checkTable(database, ownerScoped)
  refuseStandby(shape, database.place)
  await migrate(database)
  return { ...shape, hasOutcomes: true }
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
