import type { Transaction } from '../connection/connect.ts'

/** Rows of the table as the planner takes them to be; -1 where nobody has counted. */
export async function estimatedRows(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ rows: number }>(
    "SELECT reltuples::float8 AS rows FROM pg_class WHERE oid = to_regclass('breadcrumbs')",
  )
  return row?.rows ?? -1
}
