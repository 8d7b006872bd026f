import { beforeEach, expect, test } from 'vitest'
import { writeAnother } from '../../../src/database/claims/probe.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { preparedForEach } from '../../support/prepared.ts'

const LOWEST = '00000000-0000-4000-8000-000000000001'
const HIGHEST = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

const prepared = preparedForEach()

beforeEach(() => insertBreadcrumbs(prepared.server.pool, [{ id: LOWEST }, { id: HIGHEST }]))

test.each([
  [LOWEST, HIGHEST],
  [HIGHEST, LOWEST],
])('beside %s another one is written', async (given, other) => {
  expect(await wroteAnother([given])).toBe(true)
  const { rows } = await prepared.server.pool.query(
    'SELECT id, entities, entity_keywords AS keywords FROM breadcrumbs WHERE entity_keywords IS NOT NULL',
  )
  expect(rows).toEqual([{ id: other, entities: { concept: ['agent'] }, keywords: ['agent'] }])
})

test('where there is no other, none is', async () => {
  expect(await wroteAnother([LOWEST, HIGHEST])).toBe(false)
})

test('one that somebody else is writing is not waited for', async () => {
  const other = await prepared.server.pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM breadcrumbs FOR UPDATE')
  expect(await wroteAnother([LOWEST])).toBe(false)
  await other.query('ROLLBACK')
  other.release()
})

function wroteAnother(ids: readonly string[]): Promise<boolean> {
  return prepared.database.transaction((session) => writeAnother(session, ids))
}
