import { HEAVIEST_WEIGHT, KEYWORD_SHARE, VECTOR_SHARE } from '../../../search/score.ts'
import type { SearchFacts } from './facts.ts'

/** Breadcrumbs that are scored because of their keywords: the carriers of the rarest ones, until there are so many. */
const CARRIERS = 2_000
/** Breadcrumbs whose vector is compared, of those best by keywords and of those nearest. */
const COMPARED = 200
/** Vectors that an ivfflat index may read. With fewer in the table it reads all, so that nothing near is missed. */
const VECTORS_READ = 50_000

/**
 * The breadcrumbs that have most of what is asked for, best first. `schemas` are patterns of LIKE, null for all.
 *
 * Indexes: GIN on entity_keywords (and on tags); ivfflat or hnsw on embedding; primary keys of breadcrumbs and outcomes.
 */
export function search({ breadcrumbs, vectorSchema }: SearchFacts): string {
  const vectors = vectorSchema === null ? WITHOUT_VECTORS : withVectors(vectorSchema, breadcrumbs)
  const filter = `b.schema_name <> ALL (excluded_schemas) AND (tag IS NULL OR b.tags @> ARRAY[tag])
        AND (schemas IS NULL OR b.schema_name LIKE ANY (schemas))`
  const weight = `coalesce(get_byte(o.weights, place - 1), ${HEAVIEST_WEIGHT})`
  return `
CREATE FUNCTION rcrt_entities.search(
  keywords text[], ${vectors.parameter}max_rows int DEFAULT 10, excluded_schemas text[] DEFAULT '{}', tag text DEFAULT NULL,
  schemas text[] DEFAULT NULL
)
RETURNS TABLE (id uuid, score double precision, keyword_score double precision, vector_score double precision, matched text[])
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan SET jit = off
${vectors.settings}AS $function$
#variable_conflict use_column
DECLARE
  has_direction CONSTANT boolean := ${vectors.hasDirection};
BEGIN
  ${vectors.prepare}RETURN QUERY
  WITH wanted AS MATERIALIZED (
    SELECT keyword, rarity / sum(rarity) OVER () AS share, carried_by,
      sum(least(carried_by, ${CARRIERS})) OVER (ORDER BY carried_by, keyword) - least(carried_by, ${CARRIERS}) AS rarer
    FROM rcrt_entities.keyword_rarity(search.keywords)
  ), carriers AS (
    SELECT found.id FROM wanted CROSS JOIN LATERAL (
      SELECT b.id FROM ${breadcrumbs} b WHERE b.entity_keywords @> ARRAY[keyword] AND ${filter} LIMIT ${CARRIERS}
    ) AS found
    WHERE carried_by > 0 AND rarer < ${CARRIERS}
  ), near AS MATERIALIZED (
    ${vectors.near(`FROM ${breadcrumbs} b`, filter)}
  ), candidates AS (
    SELECT id FROM carriers UNION SELECT id FROM near
  ), parts AS (
    SELECT b.id, keyword, share * ${weight} / ${HEAVIEST_WEIGHT} AS part
    FROM candidates
    -- What matches would tell what a secret one is about.
    JOIN ${breadcrumbs} b ON b.id = candidates.id AND b.sensitivity::text <> 'secret'
    -- Keywords that somebody else wrote since have no weights.
    LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id AND length(o.weights) = cardinality(b.entity_keywords)
    CROSS JOIN wanted
    CROSS JOIN LATERAL array_position(b.entity_keywords, keyword) AS place
    WHERE place IS NOT NULL AND carried_by > 0
  ), by_keywords AS MATERIALIZED (
    SELECT id, sum(part) AS keyword_score, array_agg(keyword ORDER BY part DESC, keyword) AS matched,
      row_number() OVER (ORDER BY sum(part) DESC, id) AS place
    FROM parts GROUP BY id
  ), best AS (
    SELECT id FROM by_keywords WHERE place <= greatest(${COMPARED}, max_rows) UNION SELECT id FROM near
  ), scored AS (
    SELECT b.id, coalesce(keyword_score, 0) AS keyword_score, ${vectors.score} AS vector_score, coalesce(matched, '{}') AS matched
    FROM best
    JOIN ${breadcrumbs} b ON b.id = best.id
    LEFT JOIN by_keywords ON by_keywords.id = best.id
  )
  SELECT id, CASE WHEN has_direction THEN ${KEYWORD_SHARE} * keyword_score + ${VECTOR_SHARE} * vector_score ELSE keyword_score END AS score,
    keyword_score, vector_score, matched
  FROM scored ORDER BY score DESC, id LIMIT max_rows;
END
$function$;`
}

interface VectorHalf {
  readonly parameter: string
  /** Settings that hold while the function runs. */
  readonly settings: string
  /** Whether the query has an embedding that points anywhere. */
  readonly hasDirection: string
  readonly prepare: string
  /** The ids of the nearest. */
  near(from: string, filter: string): string
  /** 0 to 1; 0 where the breadcrumb has no embedding, or one that points nowhere, whose distance is NaN. */
  readonly score: string
}

const WITHOUT_VECTORS: VectorHalf = {
  parameter: '',
  settings: '',
  hasDirection: 'false',
  prepare: '',
  near: () => 'SELECT NULL::uuid AS id WHERE false',
  score: '0::double precision',
}

function withVectors(schema: string, breadcrumbs: string): VectorHalf {
  const distance = `b.embedding OPERATOR(${schema}.<=>) search.embedding`
  return {
    parameter: `embedding ${schema}.vector DEFAULT NULL, `,
    settings: `SET ivfflat.probes = 1 SET hnsw.ef_search = ${COMPARED}\n`,
    hasDirection: `coalesce(${schema}.vector_norm(search.embedding) > 0, false)`,
    prepare: `IF has_direction THEN
    PERFORM set_config('ivfflat.probes', least(lists, ceil(lists * ${VECTORS_READ} / greatest(t.reltuples, 1)))::text, true)
    FROM pg_index
    JOIN pg_class i ON i.oid = indexrelid
    JOIN pg_am am ON am.oid = i.relam AND amname = 'ivfflat'
    JOIN pg_class t ON t.oid = indrelid
    CROSS JOIN LATERAL (
      SELECT coalesce(max(option_value::int) FILTER (WHERE option_name = 'lists'), 100) AS lists FROM pg_options_to_table(i.reloptions)
    ) AS options
    WHERE indrelid = '${breadcrumbs}'::regclass;
  END IF;
  `,
    near: (from, filter) => `SELECT b.id ${from}
    WHERE has_direction AND b.embedding IS NOT NULL AND ${filter}
    ORDER BY ${distance} LIMIT greatest(${COMPARED}, max_rows)`,
    score: `coalesce(greatest(0, 1 - nullif(CASE WHEN has_direction THEN ${distance} END, 'NaN')), 0)`,
  }
}
