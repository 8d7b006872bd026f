import type { Transaction } from '../connection/connect.ts'
import { splitKeywords } from './joined-keywords.ts'
import type { Result } from './save.ts'

/** A row of outcomes with its index, as measured. */
export const OUTCOME_BYTES = 350

/**
 * How many bytes of WAL it takes to write one breadcrumb, by writing results to a copy of their rows with all of the
 * table's indexes: there, no page has to be logged as a whole. To be done in a transaction that is rolled back. Includes
 * what a GIN index puts off, and what others write meanwhile.
 *
 * Index: primary key of breadcrumbs.
 * @returns undefined where the server does not log new tables (`wal_level` minimal)
 */
export async function walOnTrial(
  transaction: Transaction,
  results: readonly Result[],
): Promise<number | undefined> {
  const ids = results.map(({ id }) => id)
  await transaction.query('CREATE TABLE rcrt_entities.trial (LIKE breadcrumbs INCLUDING ALL)')
  await transaction.query(
    'INSERT INTO rcrt_entities.trial SELECT * FROM breadcrumbs WHERE id = ANY ($1::uuid[])',
    [ids],
  )
  await transaction.query(FLUSH)
  const before = await position(transaction)
  const rows = results.map(({ id, entities, keywords }) => ({
    id,
    entities,
    keywords: splitKeywords(keywords),
  }))
  const written = await transaction.query(UPDATE, [JSON.stringify(rows)])
  await transaction.query(FLUSH)
  const after = await position(transaction)
  if (before === undefined || after === undefined || written.length === 0) return undefined
  return (after - before) / written.length + OUTCOME_BYTES
}

const UPDATE = `
UPDATE rcrt_entities.trial t SET entities = r.entities::jsonb, entity_keywords = r.keywords
FROM json_to_recordset($1) AS r (id uuid, entities text, keywords text[]) WHERE t.id = r.id
RETURNING t.id`

const FLUSH = `
SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
WHERE i.indrelid = 'rcrt_entities.trial'::regclass AND a.amname = 'gin'`

/** In bytes since the server's first. */
async function position(transaction: Transaction): Promise<number | undefined> {
  const [row] = await transaction.query<{ bytes: number }>(
    `SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 AS bytes WHERE current_setting('wal_level') <> 'minimal'`,
  )
  return row?.bytes
}
