import { RCRT_KEYWORD_SHARE, RCRT_VECTOR_SHARE } from '../../search/rcrt.ts'
import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'

/** A breadcrumb as RCRT's own statement ranks it. */
export interface RcrtHit {
  readonly id: string
  readonly score: number
}

export interface RcrtRequest {
  /** What RCRT's own extractor makes of the question. */
  readonly keywords: readonly string[]
  /** As pgvector writes it; null for a question that has none, whose vector half is 0 everywhere. */
  readonly embedding: string | null
  readonly excludedSchemas: readonly string[]
  readonly maxRows: number
}

/**
 * The ranking of RCRT's context builder: 0.6 / (1 + cosine distance) + 0.4 × share of the question's keywords that a
 * breadcrumb carries. Breadcrumbs without a schema are not found, and zero vectors come first, as there.
 *
 * No index: it scores every row, as RCRT does, and takes seconds on a large table.
 */
export async function rcrtRanking(
  transaction: Transaction,
  request: RcrtRequest,
): Promise<readonly RcrtHit[]> {
  const { keywords, embedding, excludedSchemas, maxRows } = request
  const [vector, values] =
    embedding === null
      ? ['0', []]
      : ['coalesce(1 / (1 + (b.embedding <=> $4::text::vector)), 0)', [embedding]]
  return transaction.query<RcrtHit>(
    `SELECT b.id, (${RCRT_VECTOR_SHARE} * ${vector} + ${RCRT_KEYWORD_SHARE} * coalesce((
    SELECT count(*) FROM unnest(b.entity_keywords) AS carried WHERE carried = ANY ($1::text[])
  ) / nullif(cardinality($1::text[]), 0)::float8, 0))::float8 AS score
FROM breadcrumbs b
WHERE b.schema_name <> ALL ($2::text[]) AND b.schema_name IS NOT NULL AND ${IN_SCOPE}
ORDER BY score DESC, b.id LIMIT $3`,
    [keywords, excludedSchemas, maxRows, ...values],
  )
}
