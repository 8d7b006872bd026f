import type { Transaction } from '../connection/connect.ts'

/**
 * The schemas that RCRT leaves out of every search: those on the list in its newest breadcrumb of the schema
 * `context.blacklist.v1`; none where there is no such breadcrumb.
 *
 * Index: RCRT's own on schema_name.
 */
export async function excludedSchemas(transaction: Transaction): Promise<readonly string[]> {
  const rows = await transaction.query<{ schema: string }>(
    `WITH newest AS (
  SELECT context FROM breadcrumbs WHERE schema_name = 'context.blacklist.v1' ORDER BY updated_at DESC LIMIT 1
)
SELECT DISTINCT excluded ->> 'schema_name' AS schema
FROM newest CROSS JOIN LATERAL jsonb_path_query(context, 'lax $.excluded_schemas[*]') AS excluded
WHERE excluded ->> 'schema_name' IS NOT NULL ORDER BY schema`,
  )
  return rows.map(({ schema }) => schema)
}
