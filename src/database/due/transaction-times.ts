import type { Transaction } from '../connection/connect.ts'

export interface TransactionTimes {
  readonly startedAt: Date
  readonly oldestOpenAt: Date
}

/**
 * The database's clock, and the start of the oldest transaction that is open in this database, this one included.
 * A role without pg_read_all_stats sees its own sessions only; prepared transactions are not seen by anyone.
 */
export async function transactionTimes(transaction: Transaction): Promise<TransactionTimes> {
  const [row] = await transaction.query<TransactionTimes>(
    `SELECT now() AS "startedAt", least(min(xact_start), now()) AS "oldestOpenAt" FROM pg_stat_activity
WHERE datname = current_database() AND backend_type IS DISTINCT FROM 'autovacuum worker'`,
  )
  if (!row) throw new Error('an aggregate gave no row')
  return row
}
