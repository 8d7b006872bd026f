import type { SearchFacts } from './facts.ts'

/** Languages by their script, as a regular expression that matches its letters; the likeliest first. */
const OTHER_SCRIPTS = [
  ['[\\u0400-\\u04ff]', 'ru uk bg'],
  ['[\\u0370-\\u03ff]', 'el'],
  ['[\\u0600-\\u06ff]', 'ar fa'],
  ['[\\u0590-\\u05ff]', 'he'],
  ['[\\u0900-\\u097f]', 'hi'],
  ['[\\u0e00-\\u0e7f]', 'th'],
  ['[\\u1100-\\u11ff\\uac00-\\ud7af]', 'ko'],
  // Japanese has Chinese characters too.
  ['[\\u3040-\\u30ff]', 'ja'],
  ['[\\u3400-\\u9fff]', 'zh'],
] as const
/** Of languages whose words are no Latin ones, as the inside of an array. */
export const NOT_LATIN = OTHER_SCRIPTS.map(([, codes]) => codes.replaceAll(' ', ',')).join()
const LATIN = 'de es fr it pt nl sv da no fi hu ro tr id pl cs vi'

/** The share of a text's words from which on they tell its script. */
const SCRIPT_SHARE = 0.2
/** So many words need one function word that tells their language; so many are always enough. */
const WORDS_FOR_EACH = 8
const ENOUGH = 6
/** Fewer words than this may be names, and need two. */
const FEW_WORDS = 4
/** What an English word tells that is no function word. */
const CONTENT_WORD = 0.5

/**
 * The language of a text's words, in lower case, by their script and the function words among them, as extraction
 * guesses it: a code of ISO 639-1, null for English and where it is unsure.
 */
export function languageOf({ isUnicode }: SearchFacts): string {
  const scripts = isUnicode ? OTHER_SCRIPTS : []
  const rows = scripts.map(
    ([script, codes], place) => `(${place}, $re$${script}$re$, '{${codes.replaceAll(' ', ',')}}'::text[])`,
  )
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.language_of(words text[]) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $function$
#variable_conflict use_column
BEGIN RETURN (
WITH distinct_words AS (
  SELECT asked.word, coalesce(languages, '{}') AS languages, coalesce(keywords, '{}') <> '{}' AS is_english
  FROM (SELECT DISTINCT unnest(words)) AS asked (word)
  LEFT JOIN rcrt_entities.lexicon ON lexicon.word = asked.word
), other_script AS (
  SELECT codes FROM (VALUES (-1, '', NULL::text[])${rows.map((row) => `, ${row}`).join('')}) AS scripts (place, script, codes), distinct_words
  WHERE codes IS NOT NULL
  GROUP BY place, codes HAVING count(*) FILTER (WHERE word ~ script) > ${SCRIPT_SHARE} * count(*)
  ORDER BY place LIMIT 1
), scores AS (
  -- A function word that several languages share tells each of them the less.
  SELECT language, sum(1.0 / cardinality(languages)) AS score, count(*) AS function_words
  FROM distinct_words CROSS JOIN LATERAL unnest(languages) AS language GROUP BY language
), english AS (
  SELECT coalesce((SELECT score FROM scores WHERE language = 'en'), 0)
    + ${CONTENT_WORD} * count(*) FILTER (WHERE is_english AND languages = '{}') AS score,
    CASE WHEN count(*) < ${FEW_WORDS} THEN 2 ELSE least(ceil(count(*) / ${WORDS_FOR_EACH}.0), ${ENOUGH}) END AS enough
  FROM distinct_words
), likeliest AS (
  SELECT language, score, function_words FROM scores
  WHERE language = ANY (coalesce((SELECT codes FROM other_script), '{${LATIN.replaceAll(' ', ',')}}'))
  ORDER BY score DESC, language LIMIT 1
)
SELECT CASE
  WHEN EXISTS (SELECT FROM other_script)
    THEN coalesce((SELECT language FROM likeliest), (SELECT codes[1] FROM other_script))
  ELSE (SELECT language FROM likeliest, english
    WHERE likeliest.score > english.score AND function_words >= enough)
END
); END
$function$;`
}

/** PostgreSQL's own Snowball stemmers, by language. Words of the others stay as they are. */
const STEMMERS =
  'de german es spanish fr french it italian pt portuguese nl dutch sv swedish da danish no norwegian fi finnish hu hungarian ro romanian tr turkish id indonesian ru russian el greek ar arabic hi hindi'

/** What the forms of a word, in lower case, share. */
export function stem(): string {
  const names = STEMMERS.replace(/(\S+) (\S+)/g, "WHEN '$1' THEN '$2_stem'")
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.stem(word text, language text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $function$
SELECT coalesce((ts_lexize((
  SELECT oid::regdictionary FROM pg_ts_dict
  WHERE dictnamespace = 'pg_catalog'::regnamespace AND dictname = CASE language ${names} END
), word))[1], word)
$function$;`
}
