import type { Database, Transaction } from '../connection/connect.ts'
import { DatabaseFault } from '../connection/fault.ts'

/** Whoever needs old versions of rows to stay, so that vacuum can't remove what died since. */
interface HeldSnapshot {
  readonly kind: 'session' | 'prepared transaction' | 'replication slot' | 'standby'
  /** The program of a session or standby, which may be empty; otherwise its own name. Others chose it. */
  readonly name: string
  /** Of a session or standby. */
  readonly pid: number | null
  readonly role: string | null
  /** Null where the server keeps no time, or hides it from this role. */
  readonly seconds: number | null
  /** How many transactions have begun since, of all databases. */
  readonly transactions: number
  /** Open without doing anything; of a slot: nobody reads it. */
  readonly isIdle: boolean
}

export interface HeldSnapshots {
  /** The oldest first. */
  readonly held: readonly HeldSnapshot[]
  /** In breadcrumbs, by the server's own estimate; those that vacuum could remove are among them. */
  readonly deadRows: number
  /** Whether this role can't see since when the sessions of others are at work. */
  readonly hidesSessions: boolean
}

/** Where no time is known: moments of a busy server are over before so many transactions begin. */
const MANY_TRANSACTIONS = 100_000

/** A statement that only informs is to hold nobody up. */
const QUICK = { readOnly: true, statementTimeout: 5_000 }

/** What has been held for so many minutes and concerns this database; undefined where this role may not look. */
export async function heldSnapshots(database: Database, minutes: number): Promise<HeldSnapshots | undefined> {
  try {
    return await database.transaction((transaction) => readSnapshots(transaction, minutes), QUICK)
  } catch (error) {
    if (error instanceof DatabaseFault && error.code === '42501') return undefined
    throw error
  }
}

async function readSnapshots(transaction: Transaction, minutes: number): Promise<HeldSnapshots> {
  const held = await transaction.query<HeldSnapshot>(HELD, [minutes, MANY_TRANSACTIONS])
  const [rest] = await transaction.query<Omit<HeldSnapshots, 'held'>>(
    `SELECT sum(pg_stat_get_dead_tuples(relid))::float8 AS "deadRows",
  NOT pg_has_role('pg_read_all_stats', 'USAGE') AS "hidesSessions"
FROM (SELECT 'breadcrumbs'::regclass UNION SELECT relid FROM pg_partition_tree('breadcrumbs')) AS t (relid)`,
  )
  if (!rest) throw new Error('an aggregate gave no row')
  return { held, ...rest }
}

/** Vacuum itself holds nothing back; a slot that nobody reads is told whatever its age. Index: the catalogues'. */
const HELD = `
WITH held AS (
  SELECT CASE backend_type WHEN 'walsender' THEN 'standby' ELSE 'session' END AS kind,
    coalesce(application_name, '') AS name, pid, usename AS role, xact_start AS since,
    greatest(age(backend_xid), age(backend_xmin)) AS transactions,
    coalesce(state LIKE 'idle in transaction%', false) AS is_idle
  FROM pg_stat_activity
  WHERE coalesce(backend_xid, backend_xmin) IS NOT NULL AND pid <> pg_backend_pid()
    AND (datname = current_database() OR datname IS NULL)
    AND pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum)
  UNION ALL
  SELECT 'prepared transaction', gid, NULL, owner, prepared, age(transaction), true
  FROM pg_prepared_xacts WHERE database = current_database()
  UNION ALL
  SELECT 'replication slot', slot_name, NULL, NULL, NULL, age(xmin), NOT active
  FROM pg_replication_slots WHERE xmin IS NOT NULL
)
SELECT kind, name, pid, role, extract(epoch FROM clock_timestamp() - since)::float8 AS seconds, transactions,
  is_idle AS "isIdle"
FROM held
WHERE since < clock_timestamp() - make_interval(mins => $1)
  OR since IS NULL AND (transactions >= $2 OR kind = 'replication slot' AND is_idle)
ORDER BY transactions DESC, since`
