import { beforeEach, expect, test } from 'vitest'
import { type Another, pickAnother } from '../../../src/database/claims/probe.ts'
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

function picked(ids: readonly string[]): Promise<Another> {
  return prepared.database.transaction((session) => pickAnother(session, ids))
}
