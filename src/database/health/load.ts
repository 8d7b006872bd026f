import type { Database, Transaction } from '../connection/connect.ts'

/** How busy the server is, at one moment. */
export interface Load {
  /** By the server's clock, in seconds. */
  readonly at: number
  /** Where its write-ahead log has come to, in bytes. */
  readonly walPosition: number
  /** WAL that is finished and not archived yet, in bytes; null where nothing is archived. */
  readonly unarchivedBytes: number | null
  /** How long a fixed piece of work took there just now, in milliseconds. */
  readonly workMs: number
  /** What only roles with `pg_read_all_stats` may see, such as those with `pg_monitor`; null for others. */
  readonly seen: {
    /** Backends of other programs that are at work this moment, waits included. */
    readonly activeOthers: number
    /**
     * Backends of other programs that did something in the last seconds; null through a pooler, which lends the same
     * backend to one program after the other, so that only the last one's name is seen.
     */
    readonly lateOthers: number | null
    /** How far the slowest replica is behind, in seconds; 0 where there is none. */
    readonly replicaLag: number
    /** How long a vacuum, or autovacuum, has been at work on breadcrumbs, in seconds; 0 where none is. */
    readonly vacuuming: number
  } | null
}

/** Slower than this, the server is too busy for the question. */
const READ = { readOnly: true, statementTimeout: 2_000 }

/** Reads the load of a database each time that it is called, through a pooler or without. */
export function loadReader(database: Database): () => Promise<Load> {
  let isPooled: boolean | undefined
  return async () => {
    isPooled ??= await database.isPooled()
    const load = await database.transaction(readLoad, READ)
    if (!isPooled || load.seen === null) return load
    return { ...load, seen: { ...load.seen, lateOthers: null } }
  }
}

/** Some two milliseconds of work on an idle core: enough to be told from noise, little enough to be no load. */
const WORK_STEPS = 20_000

/**
 * Reads no table, only what the server keeps in memory. A process of this tool is known by its application name, any
 * of them: each spares the other programs, and none the others of its own kind.
 *
 * The segment of WAL that waits longest is told by the archiver's own statistics, which every role may read; what
 * waits in `archive_status` only some may.
 */
async function readLoad(transaction: Transaction): Promise<Load> {
  const [row] = await transaction.query<Load>(
    `WITH began AS MATERIALIZED (SELECT clock_timestamp() AS at),
work AS MATERIALIZED (
  SELECT count(*) AS steps FROM began, generate_series(1, CASE WHEN began.at IS NOT NULL THEN ${WORK_STEPS} END)
),
ended AS MATERIALIZED (SELECT clock_timestamp() AS at FROM work),
wal AS (
  SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS position,
    pg_size_bytes(current_setting('wal_segment_size')) AS segment_size
),
archived AS (
  SELECT CASE WHEN last_failed_time > coalesce(last_archived_time, '-infinity') THEN last_failed_wal END AS stuck,
    last_archived_wal AS done
  FROM pg_stat_archiver WHERE current_setting('archive_mode') <> 'off'
),
waiting AS (
  SELECT greatest(floor(position / segment_size) - ${segmentOf('coalesce(stuck, done)')}
    - CASE WHEN stuck IS NULL THEN 1 ELSE 0 END, 0) * segment_size AS bytes
  FROM archived, wal
),
others AS (
  SELECT count(*) FILTER (WHERE state = 'active')::int AS active,
    count(*) FILTER (WHERE state = 'active' OR state_change > now() - interval '5 s')::int AS late
  FROM pg_stat_activity
  WHERE backend_type IN ('client backend', 'parallel worker') AND pid <> pg_backend_pid()
    AND application_name <> current_setting('application_name')
),
replicas AS (
  SELECT coalesce(max(extract(epoch FROM replay_lag)), 0)::float8 AS lag
  FROM pg_stat_replication WHERE state IN ('catchup', 'streaming')
),
vacuums AS (
  SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::float8 AS seconds
  FROM pg_stat_progress_vacuum v JOIN pg_stat_activity USING (pid)
  WHERE v.datname = current_database() AND (relid = 'breadcrumbs'::regclass
    OR relid IN (SELECT relid FROM pg_partition_tree('breadcrumbs')))
)
SELECT extract(epoch FROM ended.at)::float8 AS at,
  wal.position AS "walPosition",
  (SELECT bytes FROM waiting)::float8 AS "unarchivedBytes",
  extract(epoch FROM ended.at - began.at)::float8 * 1000 AS "workMs",
  CASE WHEN pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') THEN json_build_object(
    'activeOthers', others.active, 'lateOthers', others.late,
    'replicaLag', replicas.lag, 'vacuuming', vacuums.seconds) END AS seen
FROM began, ended, wal, others, replicas, vacuums`,
  )
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

/** The number of a segment of WAL, by the name of its file; null for a file that is no segment. */
function segmentOf(file: string): string {
  const part = (from: number) => `('x' || substr(${file}, ${from}, 8))::bit(32)::bigint`
  return `CASE WHEN ${file} ~ '^[0-9A-F]{24}' THEN ${part(9)} * (4294967296 / segment_size) + ${part(17)} END`
}
