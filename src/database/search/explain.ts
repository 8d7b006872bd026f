import { HEAVIEST_WEIGHT } from '../../search/score.ts'
import type { Transaction } from '../connection/connect.ts'

/** What one keyword of a query counts. */
export interface AskedKeyword {
  readonly keyword: string
  /** Breadcrumbs that carry it, about; up to 1,000 where they had to be counted. */
  readonly carriedBy: number
  readonly rarity: number
  /** Its rarity among that of all that are asked for, 0 to 1: the most that it can add to a keyword score. */
  readonly share: number
}

/** What one keyword adds to the keyword score of a breadcrumb. */
export interface KeywordPart {
  readonly id: string
  readonly keyword: string
  /** As stored, 1 to 255; null where it is not known, which counts as 255. */
  readonly weight: number | null
  readonly part: number
}

/** The keywords of a query, those that count most first. */
export async function askedKeywords(
  transaction: Transaction,
  keywords: readonly string[],
): Promise<readonly AskedKeyword[]> {
  return transaction.query<AskedKeyword>(
    `SELECT keyword, carried_by AS "carriedBy", rarity, rarity / sum(rarity) OVER () AS share
FROM rcrt_entities.keyword_rarity($1) ORDER BY rarity DESC, keyword`,
    [keywords],
  )
}

/**
 * The parts whose sum is the keyword score of each breadcrumb, those that count most first.
 *
 * Indexes: primary keys of breadcrumbs and outcomes.
 */
export async function keywordParts(
  transaction: Transaction,
  ids: readonly string[],
  keywords: readonly string[],
): Promise<readonly KeywordPart[]> {
  return transaction.query<KeywordPart>(
    `WITH asked AS MATERIALIZED (
  SELECT keyword, rarity / sum(rarity) OVER () AS share FROM rcrt_entities.keyword_rarity($2)
), carried AS (
  SELECT b.id, keyword, share, get_byte(o.weights, place - 1) AS weight
  FROM breadcrumbs b
  LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id AND length(o.weights) = cardinality(b.entity_keywords)
  CROSS JOIN asked
  CROSS JOIN LATERAL array_position(b.entity_keywords, keyword) AS place
  WHERE b.id = ANY ($1::uuid[]) AND place IS NOT NULL AND b.sensitivity <> 'secret'
)
SELECT id, keyword, weight, share * coalesce(weight, ${HEAVIEST_WEIGHT}) / ${HEAVIEST_WEIGHT} AS part
FROM carried ORDER BY id, part DESC, keyword`,
    [ids, keywords],
  )
}
