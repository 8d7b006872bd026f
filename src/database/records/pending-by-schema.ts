import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { onBreadcrumb, PENDING } from '../due/conditions.ts'
import { STATE, statesFrom } from '../due/state.ts'
import type { TableShape } from '../schema/table.ts'

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
  greatest(0, date_part('epoch', now()) - date_part('epoch', min(b.created_at))) AS "oldestSeconds"
FROM ${statesFrom(shape)}
WHERE ${onBreadcrumb(PENDING)} AND ${IN_SCOPE} AND ${STATE} = 'pending'
GROUP BY 1`)
}
