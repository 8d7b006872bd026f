import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { GIVEN_UP } from '../due/conditions.ts'
import type { TableShape } from '../schema/table.ts'

/** A breadcrumb in the state `failed`. */
export interface FailedBreadcrumb {
  readonly id: string
  /** Null for breadcrumbs without a schema. */
  readonly schema: string | null
  /** When the last attempt failed. */
  readonly failedAt: Date
  readonly attempts: number
  /** What went wrong, without any text of the breadcrumb. */
  readonly error: string
}

/**
 * The breadcrumbs whose attempts are used up, the newest failures first, at most `limit`.
 *
 * Starts from the few rows in the partial index outcomes_unfinished; then the primary key of breadcrumbs.
 */
export async function newestFailures(
  transaction: Transaction,
  table: TableShape,
  limit: number,
): Promise<FailedBreadcrumb[]> {
  if (!table.hasOutcomes) return []
  return transaction.query<FailedBreadcrumb>(
    `SELECT b.id, b.schema_name AS schema, o.recorded_at AS "failedAt", o.attempts, o.error
FROM rcrt_entities.outcomes o JOIN breadcrumbs b ON b.id = o.breadcrumb_id
WHERE ${GIVEN_UP} AND ${IN_SCOPE}
ORDER BY o.recorded_at DESC, b.id LIMIT $1`,
    [limit],
  )
}
