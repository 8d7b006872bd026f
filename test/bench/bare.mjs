// One of several processes that share a backfill by dividing the rows beforehand. It reads, extracts and writes, with
// nothing that keeps work from being lost or done twice: what two cores can do at most, as processes on this machine.
import pg from 'pg'
import { createExtractor } from '../../dist/extraction/extractor.js'
import { writable, write } from './write.mjs'

const [part, parts, batchRows] = process.argv.slice(2).map(Number)
const extractor = createExtractor()
const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
const { rows } = await client.query('SELECT id FROM breadcrumbs ORDER BY created_at DESC')
let writing
for (let start = part * batchRows; start < rows.length; start += parts * batchRows) {
  const results = await extract(rows.slice(start, start + batchRows).map(({ id }) => id))
  await writing
  writing = write(client, results)
}
await writing
await client.end()

async function extract(ids) {
  const { rows } = await client.query(
    `SELECT id, title, description, context, schema_name AS "schemaName", sensitivity
     FROM breadcrumbs WHERE id = ANY ($1)`,
    [ids],
  )
  return rows.map(({ id, ...breadcrumb }) => writable(id, extractor.extract(breadcrumb)))
}
