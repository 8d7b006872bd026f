import { createExtractor } from '../../../dist/index.js'
import { seededRandom } from '../text.mjs'
import { textMaker } from './text.mjs'

const ROWS_PER_STATEMENT = 2_000
const DIMENSIONS = 384

/**
 * Fills breadcrumbs with so many rows of varied text, as a backfill would leave them: keywords, and weights in the
 * outcomes. Each paragraph has a random direction, and a text the sum of its paragraphs', so that a text is near to
 * what shares a paragraph with it. Indexes are made last, as they are after years of RCRT's REINDEX.
 */
export async function fill(client, rows, paragraphs) {
  const { rows: indexes } = await client.query(INDEXES)
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`)
  await client.query('CREATE TABLE paragraphs (number int PRIMARY KEY, direction vector)')
  await client.query('INSERT INTO paragraphs SELECT * FROM unnest($1::int[], $2::text[]::vector[])', [
    [...paragraphs.keys()],
    [...paragraphs.keys()].map(direction),
  ])
  await insert(client, rows, paragraphs)
  await client.query("SET maintenance_work_mem = '1GB'")
  for (const { definition } of indexes) await client.query(definition)
  await client.query('VACUUM (ANALYZE)')
}

async function insert(client, rows, paragraphs) {
  const textOf = textMaker(paragraphs)
  const extractor = createExtractor()
  // The next are extracted while the server inserts these.
  let inserted = Promise.resolve()
  for (let start = 0; start < rows; start += ROWS_PER_STATEMENT) {
    const texts = Array.from({ length: Math.min(ROWS_PER_STATEMENT, rows - start) }, (_, i) =>
      textOf(start + i),
    )
    const found = texts.map(({ text }) => extractor.extractText(text))
    await inserted
    inserted = client.query(INSERT, [
      texts.map(({ text }) => text),
      texts.map(({ parts }) => parts[0]),
      texts.map(({ parts }) => parts[1]),
      found.map(({ keywords }) => keywords.join('\n')),
      found.map(({ weights }) => Buffer.from(weights).toString('hex')),
    ])
  }
  await inserted
}

/** A vector near the texts that hold this paragraph, as PostgreSQL reads it. */
export function direction(paragraph) {
  const random = seededRandom(paragraph)
  return JSON.stringify(
    Array.from({ length: DIMENSIONS }, () => Number((random() + random() - 1).toFixed(3))),
  )
}

const INDEXES = `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
WHERE tablename = 'breadcrumbs' AND indexname <> 'breadcrumbs_pkey'`

const INSERT = `
WITH texts AS (
  SELECT gen_random_uuid() AS id, n, text, first, second, one.direction + other.direction AS embedding,
    string_to_array(keywords, E'\\n') AS keywords, decode(weights, 'hex') AS weights
  FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[]) WITH ORDINALITY
    AS texts (text, first, second, keywords, weights, n)
  JOIN paragraphs one ON one.number = first
  JOIN paragraphs other ON other.number = second
), outcomes AS (
  INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, reason, weights, run_id)
  SELECT id, 1, 'bench', CASE WHEN keywords = '{}' THEN 'skipped' ELSE 'processed' END,
    CASE WHEN keywords = '{}' THEN 'no-keywords' END, weights, gen_random_uuid()
  FROM texts
)
INSERT INTO breadcrumbs (id, owner_id, title, context, schema_name, checksum, created_at, updated_at, size_bytes,
  embedding, tags, entities, entity_keywords)
SELECT id, '00000000-0000-0000-0000-000000000001', left(text, 40),
  jsonb_build_object('content', text, 'paragraphs', ARRAY[first, second]),
  (ARRAY['note.v1', 'knowledge.v1', 'user.message.v1', 'agent.response.v1', 'tool.code.v1'])[1 + n % 5], md5(text),
  now() - random() * interval '90 days', now() - random() * interval '90 days', octet_length(text), embedding,
  ARRAY['workspace:' || n % 200], '{}', keywords
FROM texts`
