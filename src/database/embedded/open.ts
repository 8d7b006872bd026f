import { resolve } from 'node:path'
import pg from 'pg'
import { messageOf, ToolError } from '../../errors.ts'
import { pause } from '../../timing/pause.ts'
import { makeDirectory, removePrivateDirectory } from './directory.ts'
import { openDatabase, type Seed } from './open-database.ts'
import {
  type Address,
  isAlive,
  isCode,
  type Owner,
  type Ownership,
  readOwner,
  takeOwnership,
} from './ownership.ts'
import { seedSamples } from './samples.ts'
import { EmbeddedServer } from './server.ts'

/** A database in a directory, as long as this process uses it. */
export interface EmbeddedDatabase {
  /** For `new pg.Pool`. */
  readonly connectionOptions: Address & { readonly user: string; readonly database: string }
  /** True when this call created the database. */
  readonly created: boolean
  /** How many sample breadcrumbs this call put in: 0 for a database that was there before. */
  readonly samples: number
  /** Whether this process runs the database. When it closes, the others lose their connections and reopen. */
  readonly owner: boolean
  /** Stops the database when this process runs it. Connections that are still open are ended. */
  close(): Promise<void>
}

/** How long an owner whose process lives may refuse connections before its database is taken over. */
const GRACE_MILLISECONDS = 3_000
/** Creating a database takes about 6 s; everybody else waits for it. */
const CONNECT_TIMEOUT_MILLISECONDS = 60_000

/**
 * Opens the embedded database of a directory: PGlite behind a socket, so that everything else speaks to it as
 * to any PostgreSQL. One process runs it, later ones connect to that one. A missing database is created with
 * RCRT's tables and the samples (or what `seed` puts in).
 *
 * All connections share one session, so that a transaction keeps every other connection waiting.
 *
 * @throws ToolError `configuration` for a directory that cannot be used, `unreachable` when it does not open
 */
export async function openEmbedded(
  directory: string,
  options: { seed?: Seed } = {},
): Promise<EmbeddedDatabase> {
  const path = resolve(directory)
  await makeDirectory(path)
  try {
    return await openOrJoin(path, options.seed ?? seedSamples)
  } catch (error) {
    throw describeFailure(path, error)
  }
}

async function openOrJoin(path: string, seed: Seed): Promise<EmbeddedDatabase> {
  const grace = new Grace()
  for (;;) {
    const owner = await readOwner(path)
    if (owner?.address !== undefined && !owner.released && (await accepts(owner.address))) {
      return connected(owner.address, {
        owner: false,
        created: false,
        samples: 0,
        close: async () => undefined,
      })
    }
    const opened = isGone(owner, grace) ? await open(path, owner, seed) : undefined
    if (opened !== undefined) {
      return opened
    }
    await pause(20)
  }
}

/** Remembers since when each owner has been refusing connections. */
class Grace {
  #generation = 0
  #since = 0

  isOver(generation: number): boolean {
    if (generation !== this.#generation) {
      this.#generation = generation
      this.#since = performance.now()
    }
    return performance.now() - this.#since > GRACE_MILLISECONDS
  }
}

function isGone(owner: Owner | undefined, grace: Grace): boolean {
  if (owner === undefined || owner.released) {
    return true
  }
  return (owner.pid !== undefined && !isAlive(owner.pid)) || grace.isOver(owner.generation)
}

/** Whether the owner serves the database; waits while it still opens it. */
async function accepts(address: Address): Promise<boolean> {
  const client = new pg.Client({
    ...connectionOptions(address),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
  })
  // What ends the connection also rejects the call under way, which is where it is dealt with.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].some((code) => isCode(error, code))) {
      return false
    }
    if (messageOf(error).startsWith('Connection terminated unexpectedly')) {
      return false
    }
    throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function open(
  path: string,
  previous: Owner | undefined,
  seed: Seed,
): Promise<EmbeddedDatabase | undefined> {
  const ownership = await takeOwnership(path, previous)
  if (ownership === undefined) {
    return undefined
  }
  if (previous?.address) await removePrivateDirectory(previous.address.host)
  const server = await EmbeddedServer.listen(path, ownership.generation)
  try {
    await ownership.announce(server.address)
    return (await ownership.isCurrent()) ? await serve(path, ownership, server, seed) : await giveUp(server)
  } catch (error) {
    await server.close()
    await ownership.release()
    throw error
  }
}

async function giveUp(server: EmbeddedServer): Promise<undefined> {
  await server.close()
  return undefined
}

async function serve(
  path: string,
  ownership: Ownership,
  server: EmbeddedServer,
  seed: Seed,
): Promise<EmbeddedDatabase> {
  const { database, created, samples } = await openDatabase(path, seed)
  server.serve(database)
  let closing: Promise<void> | undefined
  const close = async () => {
    await server.close()
    await database.close()
    await ownership.release()
  }
  return connected(server.address, {
    owner: true,
    created,
    samples,
    close: () => {
      closing ??= close()
      return closing
    },
  })
}

function connected(address: Address, rest: Omit<EmbeddedDatabase, 'connectionOptions'>): EmbeddedDatabase {
  return { connectionOptions: connectionOptions(address), ...rest }
}

function connectionOptions(address: Address): EmbeddedDatabase['connectionOptions'] {
  return { host: address.host, port: address.port, user: 'postgres', database: 'postgres' }
}

function describeFailure(path: string, error: unknown): ToolError {
  const unusable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOTEMPTY', 'ENOSPC'].some((code) =>
    isCode(error, code),
  )
  if (unusable) {
    return new ToolError('configuration', `cannot use the directory ${path}: ${messageOf(error)}`, {
      hint: 'name a directory of its own that you may write to: --embedded <dir>',
      cause: error,
    })
  }
  return new ToolError('unreachable', `the embedded database in ${path} does not open: ${messageOf(error)}`, {
    hint: `if it was only tried out, remove ${path} and start again`,
    cause: error,
  })
}
