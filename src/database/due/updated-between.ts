import type { Transaction } from '../connection/connect.ts'

/** Updates of a tenant's breadcrumbs after `from`, up to `to`. */
export interface UpdateTimes {
  readonly ownerId: string
  readonly from: Date
  readonly to: Date
}

/** Whether one of these breadcrumbs, of this owner, was inserted or updated in that time. Index: primary key. */
export async function anyUpdatedBetween(
  transaction: Transaction,
  ids: readonly string[],
  { ownerId, from, to }: UpdateTimes,
): Promise<boolean> {
  const rows = await transaction.query(
    `SELECT FROM breadcrumbs
WHERE id = ANY ($1::uuid[]) AND owner_id = $2 AND updated_at > $3 AND updated_at <= $4 LIMIT 1`,
    [ids, ownerId, from, to],
  )
  return rows.length > 0
}
