import type { Transaction } from '../../connection/connect.ts'

/** Whether the functions that search are there, of whatever release. Index: those of the catalogues. */
export async function isSearchInstalled(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ present: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = 'rcrt_entities' AND p.proname = 'search_like') AS present`,
  )
  return row?.present ?? false
}
