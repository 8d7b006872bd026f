import type { Transaction } from '../connection/connect.ts'

/**
 * The cosine distance of these breadcrumbs' vectors from another, 0 to 2; NaN where one of both is zero. Those without
 * a vector are left out. Index: primary key.
 * @param embedding as pgvector writes it
 */
export async function distancesFrom(
  transaction: Transaction,
  embedding: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ id: string; distance: number }>(
    `SELECT id, embedding <=> $1::text::vector AS distance
FROM breadcrumbs WHERE id = ANY ($2::uuid[]) AND embedding IS NOT NULL`,
    [embedding, ids],
  )
  return new Map(rows.map(({ id, distance }) => [id, distance]))
}
