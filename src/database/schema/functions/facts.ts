import type { Transaction } from '../../connection/connect.ts'

/** What the text of the search functions depends on. */
export interface SearchFacts {
  /** RCRT's table with its schema, quoted: `public.breadcrumbs`. */
  readonly breadcrumbs: string
  /** The schema of pgvector, quoted; null where `embedding` is no vector. */
  readonly vectorSchema: string | null
  /** Whether the server knows letters from bytes. */
  readonly isUnicode: boolean
  /** The roles that may read breadcrumbs, quoted, `PUBLIC` for all. */
  readonly readers: readonly string[]
}

/** Index: those of the catalogues. */
export async function readSearchFacts(transaction: Transaction): Promise<SearchFacts> {
  const [facts] = await transaction.query<SearchFacts>(FACTS)
  if (!facts) throw new Error('the table breadcrumbs has no column embedding')
  return facts
}

const FACTS = `
SELECT format('%I.%I', n.nspname, c.relname) AS breadcrumbs,
  CASE WHEN t.typname = 'vector' THEN quote_ident(tn.nspname) END AS "vectorSchema",
  current_setting('server_encoding') = 'UTF8' AS "isUnicode",
  ARRAY(
    SELECT DISTINCT coalesce(quote_ident(r.rolname), 'PUBLIC') AS reader
    FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
    WHERE acl.privilege_type = 'SELECT' AND (r.oid IS NOT NULL OR acl.grantee = 0)
    ORDER BY reader
  ) AS readers
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'embedding'
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_namespace tn ON tn.oid = t.typnamespace
WHERE c.oid = to_regclass('breadcrumbs')`
