import type { Database, Session } from '../../database/connection/connect.ts'
import type { Patience } from './patience.ts'

/** A planner that has to read a very large table for its candidates may take this long. */
const SWEEP_TIMEOUT_MS = 10 * 60_000

/** Reads what a sweep looks for, waiting out a database that goes away. */
export function sweepRead<T>(
  { database, patience }: { readonly database: Database; readonly patience: Patience },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return patience.retry(() =>
    database.transaction(work, { readOnly: true, statementTimeout: SWEEP_TIMEOUT_MS }),
  )
}
