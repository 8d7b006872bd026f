import type { Transaction } from '../connection/connect.ts'
import { indexState, LANE_INDEX, SCHEMA_KEY } from '../schema/own-indexes.ts'
import { PENDING_IN_LANE } from './conditions.ts'

/** RCRT bounds no number of schemas; more than these are of no help to anybody. */
const MOST_NAMES = 10_000

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

/** The schemas that there are, of whichever tenant. */
export interface KnownSchemas {
  /** Undefined, as is what is pending, where there are more than help anybody. */
  readonly names: readonly string[] | undefined
  /** Those that something is pending of; null for none at all. Undefined where no index tells. */
  readonly pending: readonly (string | null)[] | undefined
}

export async function knownSchemas(transaction: Transaction): Promise<KnownSchemas> {
  const names = await schemaNames(transaction)
  if (names.length === MOST_NAMES) return { names: undefined, pending: undefined }
  const isIndexed = (await indexState(transaction, LANE_INDEX)) === 'valid'
  return { names, pending: isIndexed ? await pendingSchemas(transaction) : undefined }
}

/**
 * Index: breadcrumbs_rcrt_entities_lanes, walked from one schema to the next. In the order of all of its columns, since
 * RCRT's on schema_name would be walked through all that is not pending.
 */
async function pendingSchemas(transaction: Transaction): Promise<(string | null)[]> {
  const next = (condition: string) => `SELECT ${SCHEMA_KEY} FROM breadcrumbs
    WHERE ${PENDING_IN_LANE}${condition} ORDER BY ${SCHEMA_KEY}, created_at DESC, id DESC LIMIT 1`
  const rows = await transaction.query<{ key: string }>(
    `WITH RECURSIVE keys (key) AS (
  (${next('')})
  UNION ALL
  SELECT (${next(` AND ${SCHEMA_KEY} > keys.key`)}) FROM keys WHERE keys.key IS NOT NULL
)
SELECT key FROM keys WHERE key IS NOT NULL`,
  )
  return rows.flatMap(({ key }) => (key === '' ? [null, ''] : [key]))
}
