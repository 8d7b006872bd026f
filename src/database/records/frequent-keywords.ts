import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { estimatedRows } from '../schema/estimated-rows.ts'

export interface FrequentKeywords {
  /** How many breadcrumbs with keywords were looked at. */
  readonly sampled: number
  /** They are not all there are. */
  readonly isSample: boolean
  /** The most frequent first. */
  readonly keywords: readonly { readonly keyword: string; readonly count: number }[]
}

/** Larger tables are sampled down to about so many rows. */
const SAMPLE_ROWS = 10_000

/**
 * The keywords that most breadcrumbs carry, whoever wrote them; those of secret ones do not count.
 *
 * Reads blocks of the table here and there, the same at every call, or all of it where it is small.
 */
export async function frequentKeywords(transaction: Transaction, limit: number): Promise<FrequentKeywords> {
  const percent = (100 * SAMPLE_ROWS) / Math.max(1, await estimatedRows(transaction))
  // Of a table that is little larger, a sample would save nothing.
  const isSample = percent < 50
  const parameters = new Parameters()
  const sample = isSample ? `TABLESAMPLE SYSTEM (${parameters.add(percent)}::real) REPEATABLE (1)` : ''
  const [row] = await transaction.query<Pick<FrequentKeywords, 'sampled' | 'keywords'>>(
    `WITH carried AS MATERIALIZED (
  SELECT b.entity_keywords AS keywords FROM breadcrumbs b ${sample}
  WHERE b.entity_keywords <> '{}' AND b.sensitivity <> 'secret' AND ${IN_SCOPE}
), frequent AS (
  SELECT keyword, count(*) AS count FROM carried, unnest(keywords) AS keyword
  WHERE keyword IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${parameters.add(limit)}
)
SELECT (SELECT count(*)::float8 FROM carried) AS sampled, coalesce(
  (SELECT json_agg(json_build_object('keyword', keyword, 'count', count) ORDER BY count DESC, keyword) FROM frequent), '[]'
) AS keywords`,
    parameters.values,
  )
  return { sampled: row?.sampled ?? 0, isSample, keywords: row?.keywords ?? [] }
}
