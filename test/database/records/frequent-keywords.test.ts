import { expect, test } from 'vitest'
import { frequentKeywords } from '../../../src/database/records/frequent-keywords.ts'
import { insertBreadcrumbs, OWNER_ID } from '../../support/breadcrumbs.ts'
import { preparedForEach } from '../../support/prepared.ts'

const prepared = preparedForEach()
const ROWS = 24_000

test('reads a sample of a large table that nobody has analysed', async () => {
  const { pool } = prepared.server
  // Pages as empty as long texts make them.
  await pool.query('ALTER TABLE breadcrumbs SET (autovacuum_enabled = false, fillfactor = 10)')
  await insertBreadcrumbs(pool, [{ entityKeywords: ['agent'] }])
  await pool.query(
    `INSERT INTO breadcrumbs (owner_id, title, context, visibility, sensitivity, checksum, size_bytes, entity_keywords)
     SELECT $1, 'Breadcrumb ' || n, '{}', 'team', 'low', '', 0, ARRAY['agent'] FROM generate_series(1, $2::int) n`,
    [OWNER_ID, ROWS],
  )
  const { rows } = await pool.query("SELECT reltuples FROM pg_class WHERE relname = 'breadcrumbs'")
  expect(rows[0].reltuples).toBeLessThanOrEqual(0)
  const found = await prepared.database.transaction((transaction) => frequentKeywords(transaction, 1))
  expect(found).toMatchObject({ isSample: true, keywords: [{ keyword: 'agent', count: found.sampled }] })
  expect(found.sampled).toBeLessThan(ROWS / 2)
})
