import { PLURAL } from '../../../search/singular.ts'
import type { SearchFacts } from './facts.ts'
import { NOT_LATIN } from './language-of.ts'

/** Marks and symbols beyond ASCII, as the inside of a regular expression's class. */
const OTHER_MARKS = [
  '\\u00a0-\\u00a9\\u00ab-\\u00b4\\u00b6-\\u00b9\\u00bb-\\u00bf\\u00d7\\u00f7',
  '\\u060c\\u061b\\u061f\\u066a-\\u066c\\u06d4\\u0964\\u0965',
  '\\u2000-\\u206f\\u20a0-\\u20cf\\u2190-\\u2bff\\u3000-\\u3004\\u3008-\\u3020\\u30fb',
  '\\ufe30-\\ufe6f\\uff00-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\U0001f000-\\U0001faff',
].join('')
const MARK = '[^\\s\\w]'
/** Letters, with hyphens and apostrophes between them. */
const ORDINARY = '^[^\\d_./:@#+~]+$'
/** Words joined by their capitals; two alone are as often a name. */
const CAMEL_CASE = '^[a-z]+[A-Z][a-z]|[a-z][A-Z][a-z]+[A-Z]|^[A-Z]{2,}[a-z]+[A-Z]'
const TWO_WORDS = '^[A-Z][a-z]{2,}[A-Z][a-z]{2}'
/** `docker27`, `Base69`. */
const VERSIONED = '^([A-Za-z]{3,})\\d{1,3}(?:[.]\\d+)*$'
/** `R&D`, `U.S.`; the latter also without its last full stop, where a sentence lost it. */
const INITIALISM = '(?:[A-Za-z][.]){2,5}|[A-Za-z]{1,3}&[A-Za-z]{1,3}(?!\\w)'
const UNFINISHED_INITIALISM = '^((?:[A-Za-z][.])+[A-Za-z])$'
/** They look like initialisms and say nothing. */
const SAYS_NOTHING = '^(?:e[.]g|i[.]e|a[.]m|p[.]m|a[.]k[.]a|w[.]r[.]t|n[.]b|q[.]v)[.]$'
/** Behind a file's name: `main.ts:12:7`. */
const LINE_OF_FILE = '(?<=[.][a-z]\\w{0,9}):\\d+(?::(?:\\d+|in))?$'
/** As in `Claude 3.5`, but no year. */
const NUMBER_OF_NAME = '^(?!1[5-9]\\d\\d$|20\\d\\d$)\\d{1,4}(?:[.]\\d+)?$'
/** A year, a port, the code of an error; beside other numbers it is an amount. */
const PLAIN_NUMBER = '^\\d{3,4}$'
const NUMBER = '^[-+#.]*\\d[\\d.,:/-]*(?:st|nd|rd|th|s|%)?$'

/** Characters of a text that are read: what a long message is about stands first. */
const READ = 4_000
/** Words of a phrase that are looked at, counted from its last one. */
const LONGEST_PHRASE = 6

/**
 * What extraction makes of a question, by words alone: it knows what each can be, not what it is in its sentence.
 *
 * Index: primary key of lexicon.
 */
export function queryKeywords({ isUnicode }: SearchFacts): string {
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.query_keywords(query text) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $function$
#variable_conflict use_column
BEGIN RETURN (
WITH runs AS (
  -- In reading order. A mark is none: it parts what stands before it from what follows.
  SELECT n, lag(found[1]) OVER (ORDER BY n) AS previous, lead(found[1]) OVER (ORDER BY n) AS next,
    regexp_replace(regexp_replace(found[1], $re$^_+|['’]s$|${LINE_OF_FILE}$re$, '', 'g'), $re$${UNFINISHED_INITIALISM}$re$, '\\1.') AS run
  FROM regexp_matches(left(query, ${READ}), $re$(${runPattern(isUnicode)})|${MARK}$re$, 'g') WITH ORDINALITY AS runs (found, n)
), written AS (
  SELECT n, run, rcrt_entities.lower_case(run) AS lower,
    run ~ $re$${ORDINARY}$re$ AND run !~ $re$${CAMEL_CASE}$re$ AS is_ordinary,
    run <> rcrt_entities.lower_case(run) AND previous IS NOT NULL AS is_name
  FROM runs
  WHERE run !~* $re$${SAYS_NOTHING}$re$ AND (run !~ $re$${NUMBER}$re$
    OR (run ~ $re$${NUMBER_OF_NAME}$re$ AND left(previous, 1) <> rcrt_entities.lower_case(left(previous, 1))))
), text AS MATERIALIZED (
  SELECT rcrt_entities.language_of(array_agg(lower) FILTER (WHERE is_ordinary)) AS language FROM written
), words AS (
  SELECT written.*, word IS NOT NULL AS is_known, rcrt_entities.word_keywords(lower, language, is_ordinary) AS keywords,
    CASE WHEN language IS NULL THEN coalesce(modifies, true) ELSE is_name END AS modifies,
    CASE WHEN language IS NOT NULL THEN CASE WHEN is_name THEN lower END
      WHEN word IS NULL THEN ${singular('lower')}
      WHEN is_name AND keywords <> '{}' THEN coalesce(head, lower)
      ELSE head END AS head
  FROM written CROSS JOIN text
  LEFT JOIN rcrt_entities.lexicon ON word = lower
), parts AS (
  -- Of compounds and of names of code: state-of-the-art, createUserToken, docker27.
  SELECT rcrt_entities.lower_case(part) AS part
  FROM words
  CROSS JOIN regexp_replace(run, $re$${VERSIONED}$re$, '\\1') AS named
  CROSS JOIN LATERAL (
    SELECT named WHERE named <> run
    UNION SELECT regexp_split_to_table(
      regexp_replace(regexp_replace(named, '([a-z\\d])([A-Z])', '\\1 \\2', 'g'), '([A-Z])([A-Z][a-z])', '\\1 \\2', 'g'),
      $re$[-_'’.:/@#+~ ]+$re$
    ) WHERE named = run OR named ~ $re$${CAMEL_CASE}|${TWO_WORDS}$re$
  ) AS parts (part)
  WHERE (NOT is_ordinary OR run ~ $re$[-'’]$re$ OR (run ~ $re$${TWO_WORDS}$re$ AND NOT is_known))
    AND length(part) > CASE WHEN is_ordinary THEN 2 ELSE 1 END AND part ~ '[^\\W\\d_]{2}'
), stretches AS (
  -- Words that can stand together, each stretch under a number of its own.
  SELECT n, lower, head, modifies, n - row_number() OVER (ORDER BY n) AS stretch
  FROM words WHERE modifies OR head IS NOT NULL
), modifiers AS (
  SELECT *, CASE WHEN modifies AND n > max(n) FILTER (WHERE head IS NOT NULL) OVER (PARTITION BY stretch) - ${LONGEST_PHRASE}
    THEN lower || ' ' END AS modifier
  FROM stretches
), before AS (
  SELECT *, lag(modifier) OVER same AS one, lag(modifier, 2) OVER same AS two, lag(modifier, 3) OVER same AS three
  FROM modifiers WINDOW same AS (PARTITION BY stretch ORDER BY n)
), found AS (
  SELECT unnest(keywords) AS keyword FROM words
  -- In German every noun has a capital.
  UNION SELECT lower FROM words CROSS JOIN text WHERE is_name AND keywords <> '{}' AND language IS DISTINCT FROM 'de'
  UNION SELECT run FROM runs CROSS JOIN text
    WHERE run ~ '${PLAIN_NUMBER}' AND language IS NULL AND coalesce(previous, '') !~ $re$${NUMBER}$re$ AND coalesce(next, '') !~ $re$${NUMBER}$re$
  UNION SELECT unnest(rcrt_entities.word_keywords(part, language, true)) FROM parts CROSS JOIN text
  UNION SELECT unnest(ARRAY[one, two || one, three || two || one]) || form
    FROM before CROSS JOIN LATERAL (VALUES (head), (lower)) AS forms (form) WHERE head IS NOT NULL
)
SELECT coalesce(array_agg(keyword ORDER BY keyword COLLATE "C"), '{}')
FROM found
WHERE length(keyword) BETWEEN 2 AND 64 AND (keyword !~ '^[\\d\\s.]*$' OR keyword ~ '${PLAIN_NUMBER}')
); END
$function$;`
}

/** What a word, in lower case, stands for in a text of that language; null is English. Names of code stand for themselves. */
export function wordKeywords(): string {
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.word_keywords(written text, language text, is_ordinary boolean) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $function$
#variable_conflict use_column
BEGIN RETURN (
SELECT CASE
  WHEN NOT is_ordinary THEN coalesce(keywords, ARRAY[written])
  WHEN language IS NULL OR (language = ANY ('{${NOT_LATIN}}') AND written ~ '^[ -~]*$')
    THEN coalesce(keywords, ARRAY[coalesce(compound, ${singular('written')})])
  WHEN language = ANY (languages) THEN '{}'
  ELSE ARRAY[rcrt_entities.stem(written, language)] || coalesce(keywords, '{}')
END
FROM (
  -- Ends with a form of the dictionary, the longest: namespaces, pretrained.
  SELECT (
    SELECT left(written, start) || form.keywords[1]
    FROM generate_series(2, length(written) - 5) AS start
    JOIN rcrt_entities.lexicon AS form ON form.word = substr(written, start + 1)
    WHERE written ~ '^[^-]+(?:ed|ing)$|s$' AND cardinality(form.keywords) = 1
    ORDER BY start LIMIT 1
  ) AS compound
) AS unlisted
LEFT JOIN rcrt_entities.lexicon ON word = written
); END
$function$;`
}

/** Letters with the signs that names of code have before, in and after them. */
function runPattern(isUnicode: boolean): string {
  const letter = `[^\\s!-/:-@\\[-^\`{-~${isUnicode ? OTHER_MARKS : ''}]`
  return `${INITIALISM}|(?:--?|[@#]|[.~]{0,2}/|[.])?${letter}+(?:(?:[-_'’.:/@#+~]|::)${letter}+)*(?:[+][+]|#)?`
}

function singular(word: string): string {
  return `regexp_replace(${word}, $re$${PLURAL}$re$, '\\1')`
}

/** PostgreSQL's own `lower` knows the letters of the database's locale only, which may be C. */
export function lowerCase({ isUnicode }: SearchFacts): string {
  const others = isUnicode ? CAPITALS : []
  return `
CREATE OR REPLACE FUNCTION rcrt_entities.lower_case(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $function$
SELECT CASE WHEN octet_length(written) = length(written) THEN lower(written COLLATE "C") ELSE
  translate(lower(written COLLATE "C"), '${others.join('')}', '${others.map((letter) => letter.toLowerCase()).join('')}')
END
$function$;`
}

/** Those beyond ASCII whose small letter is a single one. */
const CAPITALS = Array.from({ length: 0xffff - 0x80 }, (_, n) => String.fromCharCode(n + 0x80)).filter(
  (letter) => letter.toLowerCase().length === 1 && letter.toLowerCase() !== letter,
)
