// The backfill that one would write first: all rows in memory, one thread, one UPDATE a row.
import pg from 'pg'
import { createExtractor } from '../../dist/extraction/extractor.js'

const extractor = createExtractor()
const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
const { rows } = await client.query(
  `SELECT id, title, description, context, schema_name AS "schemaName", sensitivity FROM breadcrumbs
   WHERE entity_keywords IS NULL AND embedding IS NOT NULL ORDER BY created_at DESC`,
)
for (const { id, ...breadcrumb } of rows) {
  const { entities, keywords } = extractor.extract(breadcrumb)
  await client.query('UPDATE breadcrumbs SET entities = $2, entity_keywords = $3 WHERE id = $1', [
    id,
    entities,
    keywords,
  ])
}
await client.end()
