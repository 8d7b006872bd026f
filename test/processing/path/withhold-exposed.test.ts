import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withholdExposed } from '../../../src/processing/path/withhold-exposed.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type OpenPath, openPath } from '../../support/path.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let server: TestDatabase
let open: OpenPath
let ids: readonly string[]

beforeEach(async () => {
  server = await createTestDatabase()
  open = await openPath(server.url)
  ids = await insertBreadcrumbs(server.pool, [{}, {}, {}])
  await open.path.process(ids)
  await server.pool.query("UPDATE breadcrumbs SET sensitivity = 'secret' WHERE id = ANY ($1)", [ids.slice(1)])
})
afterEach(async () => {
  await open.close()
  await server.drop()
})

test('takes the keywords away from what turned secret, however many come, and tells how many', async () => {
  const exposed = open.work.exposed.bind(open.work)
  const asked = vi.spyOn(open.work, 'exposed').mockImplementation(() => exposed(1))
  expect(await withholdExposed(open.work, open.path)).toMatchObject({ withheld: 2 })
  expect(asked).toHaveBeenCalledTimes(3)
  expect(await withKeywords()).toEqual([ids[0]])
  expect(await withholdExposed(open.work, open.path)).toMatchObject({ withheld: 0 })
})

test('leaves what another program is writing to the next run', async () => {
  const other = await server.pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM breadcrumbs WHERE id = ANY ($1) FOR UPDATE', [ids])
  expect(await withholdExposed(open.work, open.path)).toMatchObject({ withheld: 0 })
  await other.query('ROLLBACK')
  other.release()
  expect(await withKeywords()).toHaveLength(3)
})

test('ends where others are quicker', async () => {
  vi.spyOn(open.path, 'process').mockResolvedValue([])
  expect(await withholdExposed(open.work, open.path)).toMatchObject({ withheld: 0 })
})

const none = { schema: null }

test('counts only what was withheld', async () => {
  vi.spyOn(open.path, 'process')
    .mockResolvedValueOnce([
      { id: 'a', status: 'skipped', reason: 'withheld', ...none },
      { id: 'b', status: 'lost', ...none },
    ])
    .mockResolvedValueOnce([{ id: 'b', status: 'busy', ...none }])
  expect(await withholdExposed(open.work, open.path)).toMatchObject({ withheld: 1 })
})

test('tells how many the database refuses, and why the first', async () => {
  const at = 'saving'
  vi.spyOn(open.path, 'process').mockResolvedValue([
    { id: 'a', status: 'retrying', at, error: 'a trigger refuses it', retrySeconds: 1, ...none },
    { id: 'b', status: 'failed', at, error: 'another one', ...none },
    { id: 'c', status: 'busy', ...none },
  ])
  expect(await withholdExposed(open.work, open.path)).toEqual({
    withheld: 0,
    refusal: { count: 2, error: 'a trigger refuses it' },
  })
})

test('does nothing once the work is stopped', async () => {
  open.stop.abort()
  expect(await withholdExposed(open.work, open.path)).toMatchObject({ withheld: 0 })
  expect(await withKeywords()).toHaveLength(3)
})

async function withKeywords(): Promise<string[]> {
  const { rows } = await server.pool.query("SELECT id FROM breadcrumbs WHERE entity_keywords <> '{}'")
  return rows.map(({ id }) => id)
}
