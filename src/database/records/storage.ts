import type { Transaction } from '../connection/connect.ts'

/** What a table of breadcrumbs takes, and what a server does with what is written to it. */
export interface Storage {
  /** As the planner knows. */
  readonly rows: number
  readonly tableBytes: number
  readonly indexBytes: number
  /** Pages of each index that is written to all over: of ids, which are random, and of words. */
  readonly scatteredPages: readonly number[]
  /** Pages of the other b-trees: times, and keys that many rows share, are written to in the order of the table. */
  readonly orderedPages: number
  readonly fullPageWrites: boolean
  readonly checkpointSeconds: number
  readonly maxWalBytes: number
  /** Null where this role may not see it. */
  readonly dataDirectory: string | null
  /** The server is on this machine, as far as addresses tell. */
  readonly isHere: boolean
  readonly replicas: readonly Replica[]
}

/** Lag is null to roles that may not see it (pg_monitor may). */
export interface Replica {
  readonly name: string
  readonly lagBytes: number | null
  readonly lagSeconds: number | null
}

/** No index: the catalogue and the server's settings. */
export async function readStorage(transaction: Transaction): Promise<Storage> {
  const [row] = await transaction.query<Storage>(READ)
  if (!row) throw new Error('a SELECT without a table gave no row')
  return row
}

const READ = `
WITH parts AS (
  SELECT oid, reltuples FROM pg_class
  WHERE relkind = 'r' AND oid IN (SELECT 'breadcrumbs'::regclass UNION SELECT relid FROM pg_partition_tree('breadcrumbs'))
), indexes AS (
  -- Neither is ivfflat: to its lists, rows are added at the end.
  SELECT pg_relation_size(indexrelid) / current_setting('block_size')::int AS pages,
    amname = 'btree' AND NOT indisunique AS is_ordered, indisunique OR amname NOT IN ('btree', 'ivfflat') AS is_scattered
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
  WHERE indrelid IN (SELECT oid FROM parts)
)
SELECT (SELECT greatest(sum(reltuples), 0)::float8 FROM parts) AS rows,
  (SELECT sum(pg_relation_size(oid))::float8 FROM parts) AS "tableBytes",
  (SELECT sum(pg_indexes_size(oid))::float8 FROM parts) AS "indexBytes",
  (SELECT coalesce(json_agg(pages) FILTER (WHERE is_scattered AND pages > 0), '[]') FROM indexes) AS "scatteredPages",
  (SELECT coalesce(sum(pages) FILTER (WHERE is_ordered), 0)::float8 FROM indexes) AS "orderedPages",
  current_setting('full_page_writes')::boolean AS "fullPageWrites",
  extract(epoch FROM current_setting('checkpoint_timeout')::interval)::float8 AS "checkpointSeconds",
  pg_size_bytes(current_setting('max_wal_size'))::float8 AS "maxWalBytes",
  CASE WHEN pg_has_role('pg_read_all_settings', 'USAGE') THEN current_setting('data_directory') END AS "dataDirectory",
  coalesce(inet_server_addr() = inet_client_addr(), true) AS "isHere",
  coalesce((SELECT json_agg(json_build_object('name', application_name,
      'lagBytes', CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_lsn() - replay_lsn END,
      'lagSeconds', extract(epoch FROM replay_lag)))
    FROM pg_stat_replication), '[]') AS replicas`
