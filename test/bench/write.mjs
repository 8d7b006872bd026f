/** Writes results in one statement and nothing else; each is `{ id, entities, keywords }`. */
export async function write(client, results) {
  await client.query(
    `UPDATE breadcrumbs b SET entities = r.entities::jsonb, entity_keywords = string_to_array(r.keywords, E'\\x1f')
     FROM unnest($1::uuid[], string_to_array($2, E'\\x1e'), string_to_array($3, E'\\x1e'))
       AS r (id, entities, keywords)
     WHERE b.id = r.id`,
    [
      results.map(({ id }) => id),
      results.map(({ entities }) => entities).join('\u001e'),
      results.map(({ keywords }) => keywords).join('\u001e'),
    ],
  )
}

/** A result as `write` takes it. */
export function writable(id, { entities, keywords }) {
  return { id, entities: JSON.stringify(entities), keywords: keywords.join('\u001f') }
}
