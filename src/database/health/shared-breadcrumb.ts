import type { Transaction } from '../connection/connect.ts'

/** How many of these are in this database. Index: primary key. */
export async function countKnown(transaction: Transaction, ids: readonly string[]): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM breadcrumbs WHERE id = ANY ($1::uuid[])',
    [ids],
  )
  return row?.count ?? 0
}

/**
 * The newest breadcrumb that any agent of this tenant may read and that no reader uses up; undefined where there is
 * none. Index: RCRT's on updated_at.
 */
export async function newestReadable(transaction: Transaction, owner: string): Promise<string | undefined> {
  const [row] = await transaction.query<{ id: string }>(
    `SELECT id FROM breadcrumbs
WHERE owner_id = $1 AND visibility <> 'private' AND sensitivity = 'low' AND ttl IS NULL
ORDER BY updated_at DESC LIMIT 1`,
    [owner],
  )
  return row?.id
}
