import type { Transaction } from '../connection/connect.ts'

/** What the server says of itself. */
export interface ServerFacts {
  /** Such as `16.2`. */
  readonly version: string
  /** Such as 160002. */
  readonly versionNumber: number
  readonly encoding: string
  readonly isStandby: boolean
  /** What a transaction is that does not say. */
  readonly isReadOnly: boolean
  /** Of the extension vector; null where the database has none. */
  readonly pgvector: string | null
}

export async function serverFacts(transaction: Transaction): Promise<ServerFacts> {
  const [row] = await transaction.query<ServerFacts>(
    `SELECT current_setting('server_version') AS version,
  current_setting('server_version_num')::int AS "versionNumber",
  current_setting('server_encoding') AS encoding,
  pg_is_in_recovery() AS "isStandby",
  current_setting('default_transaction_read_only')::boolean AS "isReadOnly",
  (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS pgvector`,
  )
  if (!row) throw new Error('a SELECT without a table gave no row')
  return row
}

/** The server's clock at this moment, whenever the transaction began. */
export async function serverClock(transaction: Transaction): Promise<Date> {
  const [row] = await transaction.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  if (!row) throw new Error('a SELECT without a table gave no row')
  return row.now
}
