import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { audited, installAudit } from '../../../src/database/scratch/audit.ts'
import { insertScratchRows } from '../../../src/database/scratch/rows.ts'
import { createScratch, dropScratch, newScratchSchema } from '../../../src/database/scratch/schema.ts'
import { ScratchDatabase } from '../../../src/database/scratch/scratch-database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let production: TestDatabase
let database: Database
let schema: string

beforeAll(async () => {
  production = await createTestDatabase()
  database = connect({ target: production.url, maxConnections: 2 })
})
afterAll(async () => {
  await database.close()
  await production.drop()
})

/** Four rows of one part and one of another, all done once. */
beforeEach(async () => {
  if (schema !== undefined) await dropScratch(database, schema)
  schema = newScratchSchema()
  await createScratch(database, schema)
  const scratch = new ScratchDatabase(database, schema)
  await prepareForWork(scratch, false)
  await installAudit(scratch)
  const parts = ['thread', 'thread', 'thread', 'thread', 'process']
  await insertScratchRows(
    scratch,
    parts.map((part, number) => ({ part, title: `Row ${number}`, content: 'A kettle' })),
  )
  await change("UPDATE breadcrumbs SET entities = '{}', entity_keywords = '{kettle}'")
  await change(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
     SELECT id, version, 'x', 'processed', id FROM breadcrumbs`,
  )
})

/** As somebody would who works on the scratch schema. */
async function change(sql: string) {
  await new ScratchDatabase(database, schema).transaction((transaction) => transaction.query(sql))
}

const ROW = (number: number) => `(SELECT id FROM breadcrumbs WHERE title = 'Row ${number}')`

test.each<[string, string[], object]>([
  ['nothing where each is done once', [], { lost: 0, doubled: 0 }],
  [
    'a row that lost its keywords, as lost and written again',
    [`UPDATE breadcrumbs SET entity_keywords = NULL WHERE id = ${ROW(1)}`],
    { lost: 1, doubled: 1 },
  ],
  ['a row that is gone', [`DELETE FROM breadcrumbs WHERE id = ${ROW(1)}`], { lost: 1, doubled: 0 }],
  [
    'a row without a record',
    [`DELETE FROM rcrt_entities.outcomes WHERE breadcrumb_id = ${ROW(2)}`],
    { lost: 1, doubled: 0 },
  ],
  [
    'a row whose attempts failed',
    [`UPDATE rcrt_entities.outcomes SET status = 'failed' WHERE breadcrumb_id = ${ROW(2)}`],
    { lost: 1, doubled: 0 },
  ],
  [
    'a row whose content is newer than its keywords',
    [`UPDATE breadcrumbs SET version = 2 WHERE id = ${ROW(3)}`],
    { lost: 1, doubled: 0 },
  ],
  [
    'a row written twice again',
    [
      `UPDATE breadcrumbs SET entity_keywords = '{lamp}' WHERE id = ${ROW(0)}`,
      `UPDATE breadcrumbs SET entity_keywords = '{kettle}' WHERE id = ${ROW(0)}`,
    ],
    { lost: 0, doubled: 2 },
  ],
  [
    'a row recorded again with nothing to write, of which no write would tell',
    [`UPDATE rcrt_entities.outcomes SET recorded_at = now() WHERE breadcrumb_id = ${ROW(0)}`],
    { lost: 0, doubled: 1 },
  ],
  [
    'a row both written and recorded again, once',
    [
      `UPDATE breadcrumbs SET entity_keywords = '{lamp}' WHERE id = ${ROW(0)}`,
      `UPDATE rcrt_entities.outcomes SET recorded_at = now() WHERE breadcrumb_id = ${ROW(0)}`,
    ],
    { lost: 0, doubled: 1 },
  ],
  [
    'nothing of a row done again at a new version',
    [
      `UPDATE breadcrumbs SET version = 2, entity_keywords = '{lamp}' WHERE id = ${ROW(0)}`,
      `UPDATE rcrt_entities.outcomes SET version = 2 WHERE breadcrumb_id = ${ROW(0)}`,
    ],
    { lost: 0, doubled: 0 },
  ],
])('counts %s', async (_, changes, expected) => {
  for (const sql of changes) await change(sql)
  const parts = await audited(new ScratchDatabase(database, schema))
  expect(parts).toEqual([
    { part: 'process', rows: 1, lost: 0, doubled: 0 },
    { part: 'thread', rows: 4, ...expected },
  ])
})

test('nothing of RCRT leads into the scratch table, nor out of it', async () => {
  const { rows } = await production.pool.query(
    `SELECT
       (SELECT count(*)::int FROM pg_attrdef WHERE adrelid = t.oid) AS defaults,
       (SELECT array_agg(tgname::text) FROM pg_trigger WHERE tgrelid = t.oid) AS triggers,
       (SELECT array_agg(contype::text) FROM pg_constraint WHERE conrelid = t.oid AND contype <> 'n') AS constraints,
       (SELECT count(*)::int FROM pg_constraint WHERE confrelid = t.oid) AS references,
       (SELECT count(*)::int FROM pg_policy WHERE polrelid = t.oid) AS policies
     FROM (SELECT to_regclass($1)::oid AS oid) AS t`,
    [`${schema}.breadcrumbs`],
  )
  expect(rows).toEqual([
    { defaults: 0, triggers: ['note_write'], constraints: ['p'], references: 0, policies: 0 },
  ])
})

test('what is not in the scratch schema is an error, never another of the same name', async () => {
  await production.pool.query('CREATE TABLE IF NOT EXISTS only_here ()')
  await expect(change('SELECT FROM only_here')).rejects.toThrow(/only_here/)
})
