import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { GIVEN_UP } from '../due/conditions.ts'

/** No breadcrumb's id comes before it. */
export const LOWEST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Breadcrumbs in the state `failed`, by id, after `after`, with what they failed at.
 *
 * Index: outcomes_unfinished (breadcrumb_id), in its order.
 */
export async function failedAfter(
  transaction: Transaction,
  after: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly error: string }[]> {
  return transaction.query(
    `SELECT o.breadcrumb_id AS id, coalesce(o.error, '') AS error
FROM rcrt_entities.outcomes o JOIN breadcrumbs b ON b.id = o.breadcrumb_id
WHERE ${GIVEN_UP} AND ${IN_SCOPE} AND o.breadcrumb_id > $1
ORDER BY o.breadcrumb_id LIMIT $2`,
    [after, limit],
  )
}
