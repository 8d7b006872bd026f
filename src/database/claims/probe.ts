import { randomUUID } from 'node:crypto'
import type { Transaction } from '../connection/connect.ts'

/** A breadcrumb to try a write on, or why there is none. */
export type Another = { readonly id: string } | 'all locked' | 'no other'

/**
 * A breadcrumb that is free to be written, none of the given ones and none that is known to fail: each is to prove
 * something of its own. It is locked until the transaction ends.
 *
 * Indexes: primary keys of breadcrumbs, from a random uuid on, and outcomes.
 */
export async function pickAnother(transaction: Transaction, ids: readonly string[]): Promise<Another> {
  const [above] = await transaction.query<{ id: string }>(`${OTHERS} AND b.id >= $2 ${FREE}`, [
    ids,
    randomUUID(),
  ])
  if (above) return above
  const [first] = await transaction.query<{ id: string }>(`${OTHERS} ${FREE}`, [ids])
  if (first) return first
  const others = await transaction.query(`${OTHERS} LIMIT 1`, [ids])
  return others.length > 0 ? 'all locked' : 'no other'
}

const OTHERS = `SELECT b.id FROM breadcrumbs b WHERE b.id <> ALL ($1::uuid[]) AND NOT EXISTS (
  SELECT FROM rcrt_entities.outcomes o WHERE o.breadcrumb_id = b.id AND o.status IN ('retrying', 'failed'))`
const FREE = 'ORDER BY b.id LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED'

/**
 * Writes keywords to a breadcrumb, to be rolled back whatever comes of it. Index: primary key.
 * @returns false when the update was left out, as a trigger may tell the database to.
 */
export async function writeOnTrial(transaction: Transaction, id: string): Promise<boolean> {
  const rows = await transaction.query(
    `UPDATE breadcrumbs SET entities = '{"concept": ["agent"]}', entity_keywords = '{agent}'
WHERE id = $1 RETURNING id`,
    [id],
  )
  return rows.length > 0
}
