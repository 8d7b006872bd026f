import { ToolError } from '../../errors.ts'
import type { Database, Transaction } from '../connection/connect.ts'
import { DatabaseFault } from '../connection/fault.ts'
import { HINT_BREAK, SCHEMA_GRANTS } from '../connection/grants.ts'
import { LATEST_VERSION, MIGRATIONS } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

const LOCK_TIMEOUT_MS = 5_000
/** Any number, the same for all who migrate: one at a time. */
const ADVISORY_LOCK = 7_236_472_001n

export const DROP_SCHEMA = 'DROP SCHEMA IF EXISTS rcrt_entities CASCADE'

const BOOKKEEPING = `
CREATE SCHEMA IF NOT EXISTS rcrt_entities;
CREATE TABLE IF NOT EXISTS rcrt_entities.migrations (
  version    int PRIMARY KEY,
  name       text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);`

/** The version of the tool's schema in this database; 0 when it has none. */
export async function schemaVersion(transaction: Transaction): Promise<number> {
  const [exists] = await transaction.query<{ present: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'rcrt_entities' AND c.relname = 'migrations') AS present`,
  )
  if (!exists?.present) return 0
  const [row] = await transaction.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM rcrt_entities.migrations',
  )
  return row?.version ?? 0
}

/** The SQL that `migrate` would run on a schema of this version; empty when it is current. */
export function pendingSql(version: number): string {
  const pending = pendingMigrations(version)
  if (pending.length === 0) return ''
  return [BOOKKEEPING, ...pending.map((migration) => migration.sql)].join('\n').trim()
}

/**
 * Brings the tool's own schema up to date, in one transaction, and says which steps that took. Waits at most
 * 5 s for a lock. Refuses a schema newer than this program, and says what to grant where the role may not.
 */
export async function migrate(database: Database): Promise<readonly Migration[]> {
  const version = await database.transaction(schemaVersion, { readOnly: true })
  refuseNewer(version, database.place)
  if (version === LATEST_VERSION) return []
  try {
    return await database.transaction(applyPending, { statementTimeout: 60_000 })
  } catch (error) {
    throw explainRefusal(error, database.place)
  }
}

/** Whether there is something for `removeSchema`. */
export async function schemaExists(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ present: boolean }>(
    "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'rcrt_entities') AS present",
  )
  return row?.present ?? false
}

/** Removes everything that the tool made in its own schema. Keywords in breadcrumbs stay. */
export async function removeSchema(database: Database): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
    await transaction.query(DROP_SCHEMA)
  })
}

async function applyPending(transaction: Transaction): Promise<readonly Migration[]> {
  await transaction.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK])
  // Before the version is read again: while this waited for the lock, another may have made the schema, and
  // `to_regclass` would still answer from what the session had remembered.
  await transaction.query(BOOKKEEPING)
  const pending = pendingMigrations(await schemaVersion(transaction))
  for (const { version, name, sql } of pending) {
    await transaction.query(sql)
    await transaction.query('INSERT INTO rcrt_entities.migrations (version, name) VALUES ($1, $2)', [
      version,
      name,
    ])
  }
  return pending
}

function pendingMigrations(version: number): readonly Migration[] {
  return MIGRATIONS.filter((migration) => migration.version > version)
}

/** Throws when the schema was made by a newer release, whose rules this program does not know. */
function refuseNewer(version: number, place: string): void {
  if (version <= LATEST_VERSION) return
  throw new ToolError(
    'configuration',
    `the schema rcrt_entities at ${place} has version ${version}, this program knows ${LATEST_VERSION}`,
    { hint: 'upgrade rcrt-entities on this machine' },
  )
}

function explainRefusal(error: unknown, place: string): unknown {
  if (!(error instanceof DatabaseFault) || error.code !== '42501') return error
  return new ToolError('configuration', `this role may not create the schema rcrt_entities at ${place}`, {
    cause: error,
    hint: [
      'let a role that may create schemas run `rcrt-entities migrate` once, then',
      ...SCHEMA_GRANTS,
      'or let this role do it: GRANT CREATE ON DATABASE <database> TO <role>;',
    ].join(HINT_BREAK),
  })
}
