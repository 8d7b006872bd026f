import { ToolError } from '../errors.ts'
import type { Database, Session } from './connect.ts'
import { DatabaseFault } from './fault.ts'

/** The index that answers "what is pending?" without reading the table; on exactly that predicate. */
export const PENDING_INDEX = 'breadcrumbs_rcrt_entities_pending'

export const CREATE_PENDING_INDEX = `CREATE INDEX CONCURRENTLY IF NOT EXISTS ${PENDING_INDEX}
ON breadcrumbs (created_at DESC, id DESC)
WHERE entity_keywords IS NULL AND embedding IS NOT NULL`

export const DROP_PENDING_INDEX = `DROP INDEX CONCURRENTLY IF EXISTS ${PENDING_INDEX}`

export type IndexState = 'absent' | 'invalid' | 'valid'

const LARGE_ROWS = 50_000
const LOCK_LIMIT_MS = 5_000
const WATCH_INTERVAL_MS = 500
/** Building reads the whole table once; hours are normal on a very large one. */
const BUILD_LIMIT_MS = 6 * 3_600_000

export async function pendingIndexState(session: Session): Promise<IndexState> {
  const [row] = await session.query<{ valid: boolean }>(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [PENDING_INDEX],
  )
  if (!row) return 'absent'
  return row.valid ? 'valid' : 'invalid'
}

/** Whether the table is so large that doing without the index costs more than a moment at every run. */
export async function missesPendingIndex(session: Session): Promise<boolean> {
  if ((await pendingIndexState(session)) === 'valid') return false
  const [row] = await session.query<{ rows: number }>(
    "SELECT reltuples::float8 AS rows FROM pg_class WHERE oid = to_regclass('breadcrumbs')",
  )
  return (row?.rows ?? 0) > LARGE_ROWS
}

/**
 * Builds the index without blocking writers; an invalid left-over of an earlier attempt is replaced. Gives up
 * when another transaction keeps it waiting for more than 5 s.
 * @returns the state it was found in: `valid` means that there was nothing to do.
 */
export async function buildPendingIndex(database: Database): Promise<IndexState> {
  const found = await database.transaction(pendingIndexState, { readOnly: true })
  if (found === 'valid') return found
  if (found === 'invalid') await dropPendingIndex(database)
  await boundedByLockWaits(database, CREATE_PENDING_INDEX)
  return found
}

export async function dropPendingIndex(database: Database): Promise<void> {
  await boundedByLockWaits(database, DROP_PENDING_INDEX)
}

/**
 * `lock_timeout` would have to be a session setting, which leaks behind a transaction-pooling proxy. So a
 * second connection watches, and cancels a statement that waits too long.
 */
async function boundedByLockWaits(database: Database, statement: string): Promise<void> {
  let waitingSince: number | undefined
  let cancelled = false
  let watching: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    watching = watching.then(async () => {
      if (!(await isWaiting(database, statement))) waitingSince = undefined
      else waitingSince ??= performance.now()
      if (waitingSince !== undefined && performance.now() - waitingSince > LOCK_LIMIT_MS) {
        cancelled = true
        await cancel(database, statement)
      }
    })
    // A watcher that fails (the server is gone, say) has nothing to add to the statement's own error.
    watching.catch(() => undefined)
  }, WATCH_INTERVAL_MS)
  try {
    await database.outsideTransaction(statement, BUILD_LIMIT_MS)
  } catch (error) {
    throw explained(error, database.place, cancelled)
  } finally {
    clearInterval(timer)
  }
}

const SAME_STATEMENT = 'datname = current_database() AND usename = current_user AND query = $1'

async function isWaiting(database: Database, statement: string): Promise<boolean> {
  const rows = await database.transaction((session) =>
    session.query(`SELECT pid FROM pg_stat_activity WHERE ${SAME_STATEMENT} AND wait_event_type = 'Lock'`, [
      statement,
    ]),
  )
  return rows.length > 0
}

async function cancel(database: Database, statement: string): Promise<void> {
  await database.transaction((session) =>
    session.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE ${SAME_STATEMENT}`, [statement]),
  )
}

function explained(error: unknown, place: string, cancelled: boolean): unknown {
  if (!(error instanceof DatabaseFault)) return error
  if (error.code === '42501') {
    return new ToolError(
      'configuration',
      `only the owner of the table breadcrumbs may index it at ${place}`,
      {
        cause: error,
        hint: `let the owner run: ${CREATE_PENDING_INDEX.replaceAll('\n', ' ')}`,
      },
    )
  }
  if (error.code === '57014' && !cancelled) {
    return new ToolError(
      'failure',
      `the server at ${place} cancelled the work on the index ${PENDING_INDEX}`,
      {
        cause: error,
        hint: 'if the role has a statement_timeout, ALTER ROLE <role> SET statement_timeout = 0; then run `rcrt-entities migrate` again',
      },
    )
  }
  if (error.code === '57014') {
    return new ToolError(
      'failure',
      `gave up the index ${PENDING_INDEX}: another transaction held a lock for 5 s`,
      {
        cause: error,
        hint: 'run `rcrt-entities migrate` again at a quieter time; it repairs what is half done',
      },
    )
  }
  return error
}
