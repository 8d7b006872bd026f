import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { onBreadcrumb, PENDING } from '../due/conditions.ts'
import { STATE, statesFrom } from '../due/state.ts'
import { liveClaims } from '../schema/own-tables.ts'
import type { TableShape } from '../schema/table.ts'

/** What there is to be done. */
export interface Backlog {
  /** Of each schema of which any is. */
  readonly pending: readonly PendingOfSchema[]
  /** Live ones, of all runs. */
  readonly claims: number
}

/** What of one schema is in the state `pending`. */
export interface PendingOfSchema {
  /** Null for breadcrumbs without. */
  readonly schema: string | null
  readonly pending: number
  /** Since the oldest of them was created, by the database's clock; Infinity for `-infinity`. */
  readonly oldestSeconds: number
}

/**
 * Counts what is pending by schema, and claims.
 *
 * Index: breadcrumbs_rcrt_entities_pending, on exactly that predicate: 1,000 pending of 200,000 cost 1,007 pages. Where
 * most are pending, one parallel pass over breadcrumbs.
 */
export async function backlog(transaction: Transaction, shape: TableShape): Promise<Backlog> {
  const pending = await transaction.query<PendingOfSchema>(`
SELECT b.schema_name AS schema, count(*)::float8 AS pending,
  greatest(0, date_part('epoch', now()) - date_part('epoch', min(b.created_at))) AS "oldestSeconds"
FROM ${statesFrom(shape)}
WHERE ${onBreadcrumb(PENDING)} AND ${IN_SCOPE} AND ${STATE} = 'pending'
GROUP BY 1`)
  const [row] = await transaction.query<{ claims: number }>(
    `SELECT count(*)::float8 AS claims FROM ${liveClaims(shape)} live`,
  )
  return { pending, claims: row?.claims ?? 0 }
}
