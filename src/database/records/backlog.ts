import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { onBreadcrumb, PENDING } from '../due/conditions.ts'
import { STATE, statesFrom } from '../due/state.ts'
import { liveClaims } from '../schema/own-tables.ts'
import type { TableShape } from '../schema/table.ts'

/** What there is to be done, by the database's clock. */
export interface Backlog {
  /** In the state `pending`. */
  readonly pending: number
  /** Since the oldest of them was created; 0 without any, Infinity for `-infinity`. */
  readonly oldestPendingSeconds: number
  /** Live ones, of all runs. */
  readonly claims: number
}

/** Since the oldest of them was created, in seconds; Infinity for `-infinity`. */
export const OLDEST_SECONDS = "greatest(0, date_part('epoch', now()) - date_part('epoch', min(b.created_at)))"

/** FROM and WHERE of a statement about each breadcrumb `b` in the state `pending`. */
export function fromPending(shape: TableShape): string {
  return `FROM ${statesFrom(shape)}
WHERE ${onBreadcrumb(PENDING)} AND ${IN_SCOPE} AND ${STATE} = 'pending'`
}

/**
 * Counts what is pending, and claims.
 *
 * Index: breadcrumbs_rcrt_entities_pending, on exactly that predicate: 1,000 pending of 200,000 cost 1,007 pages. Where
 * most are pending, one parallel pass over breadcrumbs.
 */
export async function backlog(transaction: Transaction, shape: TableShape): Promise<Backlog> {
  const [row] = await transaction.query<Backlog>(`
SELECT count(*)::float8 AS pending,
  ${OLDEST_SECONDS} AS "oldestPendingSeconds",
  (SELECT count(*)::float8 FROM ${liveClaims(shape)} live) AS claims
${fromPending(shape)}`)
  return row ?? { pending: 0, oldestPendingSeconds: 0, claims: 0 }
}
