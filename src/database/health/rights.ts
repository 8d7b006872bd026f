import type { Transaction } from '../connection/connect.ts'

/** What the role of this connection may not do, though the tool needs it. */
export interface Rights {
  /** Quoted where it has to be. */
  readonly role: string
  /** Statements that give what is lacking, for the owner of the tables. */
  readonly lacking: readonly string[]
}

/** Index: those of the catalogues. */
export async function lackingRights(transaction: Transaction): Promise<Rights> {
  const [row] = await transaction.query<{ role: string; lacking: string[] }>(
    `WITH role AS (SELECT quote_ident(current_user) AS name), lacking AS (
  SELECT 1 AS place, 'GRANT SELECT ON breadcrumbs TO ' AS statement
  WHERE NOT has_table_privilege('breadcrumbs', 'SELECT')
    AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'breadcrumbs'::regclass AND attnum > 0
      AND NOT attisdropped AND NOT has_column_privilege(attrelid, attnum, 'SELECT'))
  UNION ALL
  SELECT 2, 'GRANT UPDATE (entities, entity_keywords) ON breadcrumbs TO '
  WHERE NOT has_column_privilege('breadcrumbs', 'entities', 'UPDATE')
    OR NOT has_column_privilege('breadcrumbs', 'entity_keywords', 'UPDATE')
  UNION ALL
  SELECT 3, 'GRANT USAGE ON SCHEMA rcrt_entities TO '
  FROM pg_namespace WHERE nspname = 'rcrt_entities' AND NOT has_schema_privilege(oid, 'USAGE')
  UNION ALL
  SELECT 4, 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rcrt_entities TO '
  WHERE EXISTS (
    SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS privilege
    WHERE n.nspname = 'rcrt_entities' AND c.relname IN ('outcomes', 'claims', 'runs', 'orders', 'previous')
      AND NOT has_table_privilege(c.oid, privilege))
)
SELECT role.name AS role,
  coalesce((SELECT array_agg(statement || role.name || ';' ORDER BY place) FROM lacking), '{}') AS lacking
FROM role`,
  )
  if (!row) throw new Error('a SELECT of the current role gave no row')
  return row
}

/** Whether this role may make a schema, as the first run of the tool in a database does. */
export async function mayCreateSchema(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ may: boolean }>(
    "SELECT has_database_privilege(current_database(), 'CREATE') AS may",
  )
  return row?.may ?? false
}
