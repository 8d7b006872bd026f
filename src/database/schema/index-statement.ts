import { randomUUID } from 'node:crypto'
import { ToolError } from '../../errors.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'
import type { Database, Transaction } from '../connection/connect.ts'
import { DatabaseFault } from '../connection/fault.ts'

/** Another process builds an index on breadcrumbs: one at a time. */
export class IndexBusy extends ToolError {}

const LOCK_LIMIT_MS = 5_000
const WATCH_INTERVAL_MS = 500
/** Building reads the whole table once; hours are normal on a very large one. */
const BUILD_LIMIT_MS = 6 * 3_600_000

/**
 * Who builds an index on breadcrumbs now. The views tell other roles' processes, too, though not what they build;
 * but whoever builds an index on a table keeps a lock on it.
 */
const BUILDERS = `SELECT building.pid FROM pg_stat_progress_create_index building
JOIN pg_locks held ON held.pid = building.pid AND held.granted
WHERE building.datname = current_database() AND held.relation = to_regclass('breadcrumbs')`

/** The server process that builds an index on breadcrumbs now, if there is one. */
export async function indexBuilder(transaction: Transaction): Promise<number | undefined> {
  const [builder] = await transaction.query<{ pid: number }>(BUILDERS)
  return builder?.pid
}

/**
 * Runs `CREATE INDEX CONCURRENTLY` or `DROP INDEX CONCURRENTLY`, which wait for other transactions for ever.
 * `lock_timeout` would have to be a session setting, which leaks behind a transaction-pooling proxy. So a second
 * connection watches, and cancels a statement that waits for another build, or too long.
 */
export async function runIndexStatement(database: Database, statement: string, index: string): Promise<void> {
  // Behind such a proxy `pg_backend_pid()` may tell of another backend than the one that gets the statement.
  const mark = `/* ${randomUUID()} */`
  const watch = new LockWatch(database, mark)
  const timer = setInterval(() => watch.look(), WATCH_INTERVAL_MS)
  try {
    await database.outsideTransaction(`${mark} ${statement}`, BUILD_LIMIT_MS)
  } catch (error) {
    throw explained(error, { place: database.place, index, cancelledFor: watch.cancelledFor })
  } finally {
    clearInterval(timer)
  }
}

type Waiting = 'for a build' | 'for a lock'

class LockWatch {
  readonly #database: Database
  readonly #mark: string
  #waitingSince: number | undefined
  readonly #looks = new OneAtATime()
  /** Why the statement was cancelled. */
  cancelledFor: Waiting | undefined

  constructor(database: Database, mark: string) {
    this.#database = database
    this.#mark = mark
  }

  look(): void {
    // A look that fails (the server is gone, say) has nothing to add to the statement's own error.
    this.#looks.begin(() => this.#cancelWhenDue().catch(() => undefined))
  }

  async #cancelWhenDue(): Promise<void> {
    const waiting = await this.#database.transaction((transaction) => this.#waiting(transaction))
    if (waiting === undefined) this.#waitingSince = undefined
    else this.#waitingSince ??= performance.now()
    if (this.#waitingSince === undefined) return
    if (waiting === 'for a lock' && performance.now() - this.#waitingSince <= LOCK_LIMIT_MS) return
    this.cancelledFor = waiting
    await this.#database.transaction((transaction) =>
      transaction.query('SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE starts_with(query, $1)', [
        this.#mark,
      ]),
    )
  }

  async #waiting(transaction: Transaction): Promise<Waiting | undefined> {
    const [own] = await transaction.query<{ isBehindBuild: boolean }>(
      `SELECT EXISTS (${BUILDERS} AND building.pid <> own.pid) AS "isBehindBuild"
       FROM pg_stat_activity own WHERE starts_with(query, $1) AND wait_event_type = 'Lock'`,
      [this.#mark],
    )
    if (!own) return undefined
    return own.isBehindBuild ? 'for a build' : 'for a lock'
  }
}

interface Circumstances {
  readonly place: string
  readonly index: string
  readonly cancelledFor: Waiting | undefined
}

function explained(error: unknown, { place, index, cancelledFor }: Circumstances): unknown {
  if (!(error instanceof DatabaseFault) || error.code !== '57014') return error
  switch (cancelledFor) {
    case undefined:
      return new ToolError('failure', `the server at ${place} cancelled the work on the index ${index}`, {
        cause: error,
        hint: 'if the role has a statement_timeout, ALTER ROLE <role> SET statement_timeout = 0; then run `rcrt-entities migrate` again',
      })
    case 'for a build':
      return new IndexBusy('failure', `another process is building an index on breadcrumbs at ${place}`, {
        cause: error,
        hint: 'run the same command again when that one is done',
      })
    case 'for a lock':
      return new ToolError('failure', `gave up the index ${index}: another transaction held a lock for 5 s`, {
        cause: error,
        hint: 'run `rcrt-entities migrate` again at a quieter time; it repairs what is half done',
      })
  }
}
