import type { Entities } from '../../extraction/breadcrumb.ts'
import type { Transaction } from '../connection/connect.ts'

/** What is stored of a breadcrumb, whoever wrote it. */
export interface Stored {
  readonly id: string
  readonly schema: string | null
  /** That of its content now. */
  readonly version: number
  readonly entities: Entities
  readonly keywords: readonly string[]
}

/** What is stored of these breadcrumbs, but for secret ones and those without keywords. Index: primary key. */
export async function readStored(transaction: Transaction, ids: readonly string[]): Promise<Stored[]> {
  const rows = await transaction.query<Omit<Stored, 'entities'> & { readonly entities: unknown }>(
    `SELECT id, schema_name AS schema, version, entities, entity_keywords AS keywords
FROM breadcrumbs WHERE id = ANY ($1::uuid[]) AND entity_keywords IS NOT NULL AND sensitivity <> 'secret'`,
    [ids],
  )
  return rows.map((row) => ({ ...row, entities: entitiesByType(row.entities) }))
}

/**
 * Stored entities by type, as `extract` shows them: JSONB keeps an order of its own. Other programs may have written
 * other shapes: what is not lists of strings by type is left out.
 */
export function entitiesByType(entities: unknown): Entities {
  if (typeof entities !== 'object' || entities === null) return {}
  const lists = Object.entries(entities).filter(
    (entry): entry is [string, string[]] =>
      Array.isArray(entry[1]) && entry[1].every((value) => typeof value === 'string'),
  )
  return Object.fromEntries(lists.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * The weights of stored keywords in their order, a byte each, by id. As for a search, they are not known where another
 * program wrote the keywords since. Indexes: primary keys of breadcrumbs and outcomes.
 */
export async function readWeights(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = await transaction.query<{ id: string; weights: Uint8Array }>(
    `SELECT b.id, o.weights FROM breadcrumbs b
JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id AND length(o.weights) = cardinality(b.entity_keywords)
WHERE b.id = ANY ($1::uuid[])`,
    [ids],
  )
  return new Map(rows.map(({ id, weights }) => [id, weights]))
}
