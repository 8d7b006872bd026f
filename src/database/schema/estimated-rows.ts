import type { Transaction } from '../connection/connect.ts'

/** RCRT's own rows, of some keywords and an embedding, fill a page with about so many. */
const ROWS_A_PAGE = 4

/** Rows of the table as the planner takes them to be; from its pages where nobody has counted. */
export async function estimatedRows(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ rows: number | null }>(ESTIMATE, [ROWS_A_PAGE])
  return row?.rows ?? 0
}

/** Before PostgreSQL 14, an empty table and one that nobody has counted look the same. */
const ESTIMATE = `
SELECT sum(CASE WHEN reltuples > 0 THEN reltuples
  ELSE $1::int * (pg_relation_size(oid) / current_setting('block_size')::int) END)::float8 AS rows
FROM pg_class WHERE relkind = 'r' AND oid IN (
  SELECT to_regclass('breadcrumbs') UNION SELECT relid FROM pg_partition_tree(to_regclass('breadcrumbs'))
)`
