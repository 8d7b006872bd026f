import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { liveClaims, outcomesTable } from '../schema/own-tables.ts'
import type { TableShape } from '../schema/table.ts'
import { EXPOSED } from './conditions.ts'

/**
 * Ids of breadcrumbs that turned secret after we had processed them and that nobody holds, at most `limit`.
 *
 * Indexes: breadcrumbs_rcrt_entities_secret, which holds no others but those of other programs; primary keys.
 */
export async function findExposed(
  transaction: Transaction,
  table: TableShape,
  limit: number,
): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `SELECT b.id FROM breadcrumbs b JOIN ${outcomesTable(table)} o ON o.breadcrumb_id = b.id
WHERE ${EXPOSED} AND ${IN_SCOPE}
  AND NOT EXISTS (SELECT FROM ${liveClaims(table)} c WHERE c.breadcrumb_id = b.id)
LIMIT $1`,
    [limit],
  )
  return rows.map(({ id }) => id)
}
