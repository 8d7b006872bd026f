import { IN_SCOPE } from '../../connection/scope.ts'
import type { SearchFacts } from './facts.ts'

/** Of a long text, as many keywords as a long question has. */
const MOST_KEYWORDS = 32

/** Search for what is like a breadcrumb: by its embedding, and by its heaviest keywords or what its content asks for. */
export function searchLike({ breadcrumbs, vectorSchema }: SearchFacts): string {
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.search_like(
  breadcrumb uuid, max_rows int DEFAULT 10, excluded_schemas text[] DEFAULT '{}', tag text DEFAULT NULL,
  schemas text[] DEFAULT NULL
)
RETURNS TABLE (id uuid, score double precision, keyword_score double precision, vector_score double precision, matched text[])
LANGUAGE sql STABLE ROWS 10 SET search_path = pg_catalog, pg_temp AS $function$
SELECT found.*
FROM ${breadcrumbs} b
LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id AND length(o.weights) = cardinality(b.entity_keywords)
CROSS JOIN LATERAL (SELECT CASE
  -- What a secret one is about would be seen in what matched.
  WHEN b.sensitivity::text = 'secret' THEN '{}'
  WHEN b.entity_keywords IS NULL
    THEN rcrt_entities.query_keywords(b.title || E'\\n' || coalesce(b.context ->> 'content', ''))
  ELSE ARRAY(
    SELECT keyword FROM unnest(b.entity_keywords) WITH ORDINALITY AS own (keyword, place)
    ORDER BY get_byte(o.weights, place::int - 1) DESC NULLS FIRST, place LIMIT ${MOST_KEYWORDS}
  ) END AS keywords) asked
CROSS JOIN LATERAL rcrt_entities.search(
  keywords => asked.keywords, ${vectorSchema === null ? '' : 'embedding => b.embedding, '}max_rows => least(coalesce(max_rows, 10), 2147483646) + 1,
  excluded_schemas => search_like.excluded_schemas, tag => search_like.tag,
  schemas => search_like.schemas
) AS found
WHERE b.id = breadcrumb AND ${IN_SCOPE} AND found.id <> breadcrumb
ORDER BY found.score DESC, found.id
LIMIT coalesce(max_rows, 10)
$function$;`
}
