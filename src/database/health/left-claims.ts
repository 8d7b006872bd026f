import type { Transaction } from '../connection/connect.ts'

/** Claims that expired and that nobody took over. */
export interface LeftClaims {
  readonly count: number
  /** When the oldest of them expired; null where there is none. */
  readonly oldest: Date | null
}

/** Of breadcrumbs that are still there, expired for so many minutes. Reads all claims, which are few. */
export async function leftClaims(transaction: Transaction, minutes: number): Promise<LeftClaims> {
  const [row] = await transaction.query<LeftClaims>(
    `SELECT count(*)::int AS count, min(c.expires_at) AS oldest
FROM rcrt_entities.claims c JOIN breadcrumbs b ON b.id = c.breadcrumb_id
WHERE c.expires_at < now() - make_interval(mins => $1)`,
    [minutes],
  )
  if (!row) throw new Error('an aggregate gave no row')
  return row
}
