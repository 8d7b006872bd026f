import { breadcrumb } from './text.mjs'

/** Different texts, each with an embedding, in a table; each row adds a word of its own. */
const TEXTS = 2_000

/** Breadcrumbs of so many words, processed or pending. */
export async function insert(client, rows, words, processed) {
  await client.query(
    `WITH texts AS MATERIALIZED (
       SELECT text, number,
         (SELECT array_agg((random() - 0.5)::real) FROM generate_series(1, 384) WHERE number > 0) AS embedding
       FROM unnest($1::text[]) WITH ORDINALITY AS texts (text, number)
     )
     INSERT INTO breadcrumbs (owner_id, title, context, schema_name, visibility, sensitivity, checksum, created_at,
       updated_at, size_bytes, embedding, entities, entity_keywords)
     SELECT '00000000-0000-0000-0000-000000000001', 'Breadcrumb ' || n,
       jsonb_build_object('content', 'Ticket-' || n || ': ' || text),
       'schema' || n % 20 || '.v1', 'team', 'low', md5(n::text), now() - n * interval '1 second',
       now() - n * interval '1 second', 400, embedding,
       CASE WHEN $2 THEN '{"concept": ["agent", "workflow"]}'::jsonb END,
       CASE WHEN $2 THEN ARRAY['agent', 'agents', 'result', 'workflow', 'ticket-' || n] END
     FROM generate_series(1, ${rows}) AS n JOIN texts ON number = n % ${TEXTS} + 1`,
    [Array.from({ length: TEXTS }, (_, index) => textOf(index, words)), processed],
  )
}

function textOf(index, words) {
  const { context } = breadcrumb(index)
  const text = [context.content, ...context.sections.map(({ body }) => body)].join(' ')
  const all = text.split(/\s+/)
  return Array.from({ length: words }, (_, position) => all[position % all.length]).join(' ')
}
