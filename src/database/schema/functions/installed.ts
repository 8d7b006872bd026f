import type { Transaction } from '../../connection/connect.ts'

/** Whether the functions that search are there, of whatever release, and whether this role may call them. */
export type SearchAccess = 'absent' | 'refused' | 'granted'

/** Index: those of the catalogues. */
export async function searchAccess(transaction: Transaction): Promise<SearchAccess> {
  const [row] = await transaction.query<{ granted: boolean | null }>(
    `SELECT bool_and(has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')) AS granted
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'rcrt_entities' AND p.proname = 'search_like'`,
  )
  if (!row || row.granted === null) return 'absent'
  return row.granted ? 'granted' : 'refused'
}
