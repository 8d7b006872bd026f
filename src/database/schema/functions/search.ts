import { HEAVIEST_WEIGHT, KEYWORD_SHARE, VECTOR_SHARE } from '../../../search/score.ts'
import { IN_SCOPE } from '../../connection/scope.ts'
import { walkOfSchemaNames } from '../../due/schema-names.ts'
import type { SearchFacts } from './facts.ts'

/** Breadcrumbs that are scored because of their keywords, but for more that are asked for. */
const SCORED = 700
/** Of those that are looked up for them, so many times as many at most: one that carries several is looked up more than once. */
const LOOKED_AT = 4
/** Keywords whose combinations are looked up, of those that count most: 6 have 63. The others are looked up alone. */
const COMBINED = 6
/** Breadcrumbs whose vector is compared, of those best by keywords and of those nearest. */
const COMPARED = 200
/** Fewer breadcrumbs of the schemas asked for are read one by one. */
const FEW = 10_000
/** Vectors that an ivfflat index may read. With fewer in the table it reads all, so that nothing near is missed. */
const VECTORS_READ = 30_000

/**
 * The breadcrumbs that have most of what is asked for, best first. `schemas` are patterns of LIKE, null for all. Where
 * they or exceptions are given, nothing without a schema is found, as by RCRT.
 *
 * Indexes: GIN on entity_keywords (and on tags); ivfflat or hnsw on embedding; primary keys of breadcrumbs and outcomes.
 */
export function search({ breadcrumbs, vectorSchema }: SearchFacts): string {
  const vectors = vectorSchema === null ? WITHOUT_VECTORS : withVectors(vectorSchema, breadcrumbs)
  // Few are read by the index on schema_name; for many that index would be read in vain, which coalesce prevents.
  const filter = `(allowed IS NULL OR NOT are_few OR b.schema_name = ANY (allowed))
        AND (allowed IS NULL OR are_few OR coalesce(b.schema_name, '') = ANY (allowed))
        AND (tag IS NULL OR b.tags @> ARRAY[tag]) AND ${IN_SCOPE}`
  // Decompressed once, rather than at each look into it. What matches would tell what a secret one is about.
  const carried = `CASE WHEN b.sensitivity::text <> 'secret' THEN b.entity_keywords || '{}'::text[] END AS carried`
  const scored = `greatest(${SCORED}, most)`
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.search(
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
  most CONSTANT int := coalesce(max_rows, 10);
  allowed text[];
  are_few boolean;
BEGIN
  IF schemas IS NOT NULL OR cardinality(excluded_schemas) > 0 THEN
    ${allowedSchemas(breadcrumbs)}
    are_few := (SELECT count(*) FROM (
      SELECT FROM ${breadcrumbs} b WHERE b.schema_name = ANY (allowed) LIMIT ${FEW}
    ) AS counted) < ${FEW};
  END IF;
  ${vectors.prepare}RETURN QUERY
  WITH RECURSIVE wanted AS MATERIALIZED (
    SELECT keyword, rarity / sum(rarity) OVER () AS share, carried_by
    FROM rcrt_entities.keyword_rarity(search.keywords)
  ), strongest AS (
    SELECT keyword, share, row_number() OVER (ORDER BY share DESC, keyword) AS n FROM wanted WHERE carried_by > 0
  ), combinations AS (
    -- The weaker ones are looked up alone. others: what carries one of them was found before.
    SELECT ARRAY[keyword] AS all_of, share, n, ARRAY(
        SELECT keyword FROM strongest AS other WHERE other.n <> strongest.n AND other.n <= greatest(${COMBINED}, strongest.n)
      ) AS others
    FROM strongest
    UNION ALL
    SELECT all_of || keyword, combinations.share + strongest.share, strongest.n, array_remove(others, keyword)
    FROM combinations JOIN strongest ON strongest.n > combinations.n AND strongest.n <= ${COMBINED}
  ), found AS MATERIALIZED (
    -- Row by row: the combinations that count most are looked up first, and the others only until there are enough.
    -- What carries more of the strongest than a combination was found by another before.
    SELECT id, carried FROM (
      SELECT id, carried, carried && others AS is_known
      FROM (SELECT all_of, others FROM combinations ORDER BY share DESC, all_of) AS heaviest_first
      CROSS JOIN LATERAL (
        SELECT b.id, ${carried} FROM ${breadcrumbs} b
        WHERE b.entity_keywords @> all_of AND b.sensitivity::text <> 'secret' AND ${filter}
        LIMIT ${scored}
      ) AS carriers
      LIMIT ${LOOKED_AT}::bigint * ${scored}
    ) AS carriers
    WHERE NOT is_known LIMIT ${scored}
  ), near AS MATERIALIZED (
    ${vectors.near(`SELECT b.id, ${carried} FROM ${breadcrumbs} b`, filter)}
  ), candidates AS (
    SELECT DISTINCT ON (id) id, carried FROM (SELECT * FROM found UNION ALL SELECT * FROM near) AS twice
  ), weighed AS MATERIALIZED (
    SELECT id, carried, weights FROM candidates
    -- Keywords that somebody else wrote since have no weights.
    LEFT JOIN rcrt_entities.outcomes ON breadcrumb_id = id AND length(weights) = cardinality(carried)
  ), parts AS (
    SELECT id, keyword, share * coalesce(get_byte(weights, place - 1), ${HEAVIEST_WEIGHT}) / ${HEAVIEST_WEIGHT} AS part
    FROM weighed CROSS JOIN wanted
    CROSS JOIN LATERAL (SELECT array_position(carried, keyword) AS place OFFSET 0) AS looked_up
    WHERE place IS NOT NULL
  ), by_keywords AS MATERIALIZED (
    SELECT id, sum(part) AS keyword_score, array_agg(keyword ORDER BY part DESC, keyword) AS matched,
      row_number() OVER (ORDER BY sum(part) DESC, id) AS place
    FROM parts GROUP BY id
  ), best AS (
    SELECT id FROM by_keywords WHERE place <= greatest(${COMPARED}, most) UNION SELECT id FROM near
  ), scored AS (
    SELECT b.id, coalesce(keyword_score, 0) AS keyword_score, ${vectors.score} AS vector_score, coalesce(matched, '{}') AS matched
    FROM best
    JOIN ${breadcrumbs} b ON b.id = best.id
    LEFT JOIN by_keywords ON by_keywords.id = best.id
  )
  SELECT id, CASE
      WHEN NOT has_direction THEN keyword_score
      ELSE ${KEYWORD_SHARE} * coalesce(keyword_score / nullif(max(keyword_score) OVER (), 0), 0) + ${VECTOR_SHARE} * vector_score
    END AS score, keyword_score, vector_score, matched
  FROM scored ORDER BY score DESC, id LIMIT most;
END
$function$;`
}

/**
 * Names rather than patterns and exceptions: the planner knows how many breadcrumbs have them, and reads few one by one
 * instead of looking for them among all that are near. Breadcrumbs without a schema are not among them.
 */
function allowedSchemas(breadcrumbs: string): string {
  return `WITH RECURSIVE ${walkOfSchemaNames(breadcrumbs)}
    SELECT coalesce(array_agg(name), '{}') INTO allowed FROM names
    WHERE name IS NOT NULL AND coalesce(name <> ALL (excluded_schemas), true) AND (schemas IS NULL OR name LIKE ANY (schemas));`
}

interface VectorHalf {
  readonly parameter: string
  /** Settings that hold while the function runs. */
  readonly settings: string
  /** Whether the query has an embedding that points anywhere. */
  readonly hasDirection: string
  readonly prepare: string
  /** The same columns of the nearest. */
  near(select: string, filter: string): string
  /** 0 to 1; 0 where the breadcrumb has no embedding, or one that points nowhere, whose distance is NaN. */
  readonly score: string
}

const WITHOUT_VECTORS: VectorHalf = {
  parameter: '',
  settings: '',
  hasDirection: 'false',
  prepare: '',
  near: () => 'SELECT NULL::uuid AS id, NULL::text[] AS carried WHERE false',
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
    near: (select, filter) => `${select}
    WHERE has_direction AND b.embedding IS NOT NULL AND ${filter}
    ORDER BY ${distance} LIMIT greatest(${COMPARED}, most)`,
    score: `coalesce(greatest(0, 1 - nullif(CASE WHEN has_direction THEN ${distance} END, 'NaN')), 0)`,
  }
}
