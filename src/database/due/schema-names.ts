import type { Transaction } from '../connection/connect.ts'

/** RCRT bounds no number of schemas; more than these are of no help to anybody. */
export const MOST_NAMES = 10_000

/**
 * The common table expression `names (name)`, recursive: all names of schemas in their order, and a null at the end.
 *
 * Index: RCRT's own on schema_name, walked from one name to the next, so that it costs what there are names.
 */
export function walkOfSchemaNames(breadcrumbs: string): string {
  return `names AS (
  (SELECT schema_name AS name FROM ${breadcrumbs} WHERE schema_name IS NOT NULL ORDER BY schema_name LIMIT 1)
  UNION ALL
  SELECT (SELECT b.schema_name FROM ${breadcrumbs} b WHERE b.schema_name > names.name ORDER BY b.schema_name LIMIT 1)
  FROM names WHERE names.name IS NOT NULL
)`
}

/** The names of all schemas that breadcrumbs have, in their order, of whichever tenant, at most 10,000. */
export async function schemaNames(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.query<{ name: string }>(
    `WITH RECURSIVE ${walkOfSchemaNames('breadcrumbs')}
SELECT name FROM names WHERE name IS NOT NULL LIMIT ${MOST_NAMES}`,
  )
  return rows.map(({ name }) => name)
}
