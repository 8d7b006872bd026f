import type { Transaction } from '../connection/connect.ts'

/** What is stored of a breadcrumb, whoever wrote it. */
export interface Stored {
  readonly id: string
  readonly schema: string | null
  /** That of its content now. */
  readonly version: number
  /** As JSON has it: other programs may have written other shapes. */
  readonly entities: unknown
  readonly keywords: readonly string[]
}

/** What is stored of these breadcrumbs, but for secret ones and those without keywords. Index: primary key. */
export async function readStored(transaction: Transaction, ids: readonly string[]): Promise<Stored[]> {
  return transaction.query<Stored>(
    `SELECT id, schema_name AS schema, version, entities, entity_keywords AS keywords
FROM breadcrumbs WHERE id = ANY ($1::uuid[]) AND entity_keywords IS NOT NULL AND sensitivity <> 'secret'`,
    [ids],
  )
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
