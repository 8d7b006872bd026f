import type { Transaction } from '../connection/connect.ts'
import type { TableShape } from '../schema/table.ts'
import { fromPending, OLDEST_SECONDS } from './backlog.ts'

/** What of one schema is in the state `pending`. */
export interface PendingOfSchema {
  /** Null for breadcrumbs without. */
  readonly schema: string | null
  readonly pending: number
  /** Since the oldest of them was created, by the database's clock; Infinity for `-infinity`. */
  readonly oldestSeconds: number
}

/** Counts what is pending by schema. Index: as for `backlog`. */
export async function pendingBySchema(
  transaction: Transaction,
  shape: TableShape,
): Promise<PendingOfSchema[]> {
  return transaction.query<PendingOfSchema>(`
SELECT b.schema_name AS schema, count(*)::float8 AS pending,
  ${OLDEST_SECONDS} AS "oldestSeconds"
${fromPending(shape)}
GROUP BY 1`)
}
