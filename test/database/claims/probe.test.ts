import { beforeEach, expect, test } from 'vitest'
import { type Another, pickAnother, writeOnTrial } from '../../../src/database/claims/probe.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { preparedForEach } from '../../support/prepared.ts'

const LOWEST = '00000000-0000-4000-8000-000000000001'
const HIGHEST = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

const prepared = preparedForEach()

beforeEach(() => insertBreadcrumbs(prepared.server.pool, [{ id: LOWEST }, { id: HIGHEST }]))

test.each([
  [LOWEST, HIGHEST],
  [HIGHEST, LOWEST],
])('beside %s another one is picked', async (given, other) => {
  expect(await picked([given])).toEqual({ id: other })
})

test('where there is no other, none is', async () => {
  expect(await picked([LOWEST, HIGHEST])).toBe('no other')
})

test.each(['retrying', 'failed'])('one that is %s proves nothing, and is not picked', async (status) => {
  await prepared.server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, retry_at, run_id)
     VALUES ($1, 1, 'test', $2, CASE WHEN $2 = 'retrying' THEN now() END, gen_random_uuid())`,
    [HIGHEST, status],
  )
  expect(await picked([LOWEST])).toBe('no other')
})

test('what fails elsewhere, or was processed, does not matter', async () => {
  await prepared.server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
     VALUES ($1, 1, 'test', 'failed', gen_random_uuid()), ($2, 1, 'test', 'processed', gen_random_uuid())`,
    [LOWEST, HIGHEST],
  )
  expect(await picked([LOWEST])).toEqual({ id: HIGHEST })
})

test('what is tried is written, alone', async () => {
  await prepared.database.transaction(async (transaction) => {
    expect(await writeOnTrial(transaction, LOWEST)).toBe(true)
    const written = 'SELECT id, entities, entity_keywords FROM breadcrumbs WHERE entity_keywords IS NOT NULL'
    const keywords = { entities: { concept: ['agent'] }, entity_keywords: ['agent'] }
    expect(await transaction.query(written)).toEqual([{ id: LOWEST, ...keywords }])
  })
})

test('an update that a trigger leaves out is told', async () => {
  await prepared.server.pool.query(`CREATE FUNCTION leave_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER leave_out BEFORE UPDATE ON breadcrumbs FOR EACH ROW EXECUTE FUNCTION leave_out()`)
  const isWritten = await prepared.database.transaction((transaction) => writeOnTrial(transaction, LOWEST))
  expect(isWritten).toBe(false)
})

test('one that somebody else is writing is not waited for', async () => {
  const other = await prepared.server.pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM breadcrumbs FOR UPDATE')
  try {
    expect(await picked([LOWEST])).toBe('all locked')
  } finally {
    await other.query('ROLLBACK')
    other.release()
  }
})

test('no other is locked than the one that is picked', async () => {
  await insertBreadcrumbs(prepared.server.pool, [{}, {}, {}])
  await prepared.database.transaction(async (transaction) => {
    expect(await pickAnother(transaction, [])).toHaveProperty('id')
    const { rows } = await prepared.server.pool.query('SELECT id FROM breadcrumbs FOR UPDATE SKIP LOCKED')
    expect(rows).toHaveLength(4)
  })
})

function picked(ids: readonly string[]): Promise<Another> {
  return prepared.database.transaction((transaction) => pickAnother(transaction, ids))
}
