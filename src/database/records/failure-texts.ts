import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { GIVEN_UP } from '../due/conditions.ts'
import type { TableShape } from '../schema/table.ts'

/** What breadcrumbs in the state `failed` failed at, in the same words. */
export interface FailureText {
  /** Without any text of the breadcrumbs. */
  readonly error: string
  readonly count: number
  /** When the last attempt of the newest failed, and its id. */
  readonly newest: Date
  readonly example: string
}

/**
 * All that failures say, word for word.
 *
 * Starts from the partial index outcomes_unfinished; then the primary key of breadcrumbs.
 */
export async function failureTexts(transaction: Transaction, table: TableShape): Promise<FailureText[]> {
  if (!table.hasOutcomes) return []
  return transaction.query<FailureText>(
    `SELECT coalesce(o.error, '') AS error, count(*)::float8 AS count, max(o.recorded_at) AS newest,
  (array_agg(b.id ORDER BY o.recorded_at DESC, b.id))[1] AS example
FROM rcrt_entities.outcomes o JOIN breadcrumbs b ON b.id = o.breadcrumb_id
WHERE ${GIVEN_UP} AND ${IN_SCOPE} GROUP BY 1`,
  )
}
