import { RARITY_POWER } from '../../../search/score.ts'
import type { SearchFacts } from './facts.ts'

/** Breadcrumbs that carry a keyword are counted up to here, where the statistics do not tell. */
const MOST_COUNTED = 1_000
/** Rows of a table are counted up to here, where nobody has analysed it. */
const MOST_ROWS_COUNTED = 10_000

/**
 * How many breadcrumbs carry each keyword, about, and how much that tells. The most common ones are told by the
 * statistics that ANALYZE keeps; the others, and all of them for a role that may not see the statistics, are counted
 * in the index, up to a limit.
 *
 * Index: GIN on entity_keywords.
 */
export function keywordRarity({ breadcrumbs }: SearchFacts): string {
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.keyword_rarity(keywords text[])
RETURNS TABLE (keyword text, carried_by double precision, rarity double precision)
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan SET jit = off
AS $function$
DECLARE
  total double precision := (SELECT reltuples FROM pg_class WHERE oid = '${breadcrumbs}'::regclass);
BEGIN
  IF total <= 0 THEN
    total := (SELECT greatest(1, count(*)) FROM (SELECT FROM ${breadcrumbs} LIMIT ${MOST_ROWS_COUNTED}) AS counted);
  END IF;
  RETURN QUERY
  WITH common AS (
    SELECT common.keyword, common.frequency * (1 - statistics.null_frac) * total AS carried_by
    FROM pg_stats statistics
    -- The frequencies are followed by others, of no keyword.
    CROSS JOIN LATERAL unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (keyword, frequency)
    WHERE (quote_ident(schemaname) || '.' || quote_ident(tablename), attname) = ('${breadcrumbs}', 'entity_keywords')
      AND common.keyword IS NOT NULL
  ), counted AS (
    SELECT wanted.keyword, coalesce(common.carried_by, (
      SELECT count(*) FROM (
        SELECT FROM ${breadcrumbs} b WHERE b.entity_keywords @> ARRAY[wanted.keyword] LIMIT ${MOST_COUNTED}
      ) AS carriers
    )) AS carried_by
    FROM (SELECT DISTINCT unnest(keyword_rarity.keywords)) AS wanted (keyword)
    LEFT JOIN common ON common.keyword = wanted.keyword
    WHERE wanted.keyword IS NOT NULL
  )
  SELECT counted.keyword, counted.carried_by, ln(1 + total / (1 + counted.carried_by)) ^ ${RARITY_POWER}
  FROM counted;
END
$function$;`
}
