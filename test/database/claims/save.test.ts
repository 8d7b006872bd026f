import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Result, save } from '../../../src/database/claims/save.ts'
import { insertBreadcrumbs, updateContent } from '../../support/breadcrumbs.ts'
import { type Batch, batchOf, resultFor, workOf } from '../../support/claims.ts'
import { preparedForEach } from '../../support/prepared.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const NEIGHBOUR = '00000000-0000-4000-8000-000000000002'

const prepared = preparedForEach()

beforeEach(async () => {
  await insertBreadcrumbs(prepared.server.pool, [{ id: ID }, { id: NEIGHBOUR }])
})

describe('what came of a breadcrumb is recorded', () => {
  const kept = { version: 1, extractor: 'test', attempts: 0, error: null, retry_at: null }

  test('in place of the failures before it', async () => {
    const failing = await claimed()
    const failure = { id: ID, version: 1, attempts: 2, error: 'for the test', retrySeconds: 0 }
    await workOf(prepared.database, prepared.table, failing).recordFailures([failure], failing.token)
    const batch = await claimed()
    expect(await saved(batch, { ...resultFor(ID, ['one']), truncated: true })).toBe('saved')
    const processed = { ...kept, status: 'processed', reason: null, truncated: true, run_id: batch.run.id }
    expect(await outcome(ID)).toMatchObject(processed)
  })

  test('in place of what another extractor made of its last version', async () => {
    await saved(await claimed(), { ...resultFor(ID, []), truncated: true })
    await updateContent(prepared.server.pool, ID, { content: 'changed' })
    await prepared.server.pool.query('UPDATE breadcrumbs SET entity_keywords = NULL WHERE id = $1', [ID])
    const before = await outcome(ID)
    const batch = batchOf([ID])
    const newer: Batch = { ...batch, run: { ...batch.run, extractor: 'newer' } }
    await workOf(prepared.database, prepared.table, newer).claim([ID], newer.token)
    await saved(newer, { ...resultFor(ID, ['one']), version: 2 })
    const processed = { status: 'processed', reason: null, truncated: false, run_id: newer.run.id }
    expect(await outcome(ID)).toMatchObject({ ...kept, ...processed, version: 2, extractor: 'newer' })
    expect((await outcome(ID)).recorded_at.getTime()).toBeGreaterThan(before.recorded_at.getTime())
  })

  test.each(['no-text', 'no-keywords', 'withheld'] as const)('as skipped: %s', async (reason) => {
    const batch = await claimed()
    await saved(batch, { ...resultFor(ID, []), reason })
    const skipped = { ...kept, status: 'skipped', reason, truncated: false, run_id: batch.run.id }
    expect(await outcome(ID)).toMatchObject(skipped)
  })
})

test.each([
  ['is as it was', ['one'], { place: ['rock'] }, false],
  ['has other keywords', ['two'], { place: ['rock'] }, true],
  ['has other entities', ['one'], { place: ['reef'] }, true],
])('a row that %s is written only where it differs', async (_, keywords, entities, isWritten) => {
  await prepared.server.pool.query('UPDATE breadcrumbs SET entities = $1, entity_keywords = $2', [
    { place: ['rock'] },
    ['one'],
  ])
  const before = await rowVersions()
  const batch = batchOf([ID])
  const all = { kinds: ['all' as const], filters: {}, includeUnembedded: false }
  await workOf(prepared.database, prepared.table, batch, all).claim([ID], batch.token)
  expect(await saved(batch, resultFor(ID, keywords, entities))).toBe('saved')
  const after = await rowVersions()
  expect(after[ID] !== before[ID]).toBe(isWritten)
  expect(after[NEIGHBOUR]).toBe(before[NEIGHBOUR])
})

test('claims of the batch that are not in a save are kept', async () => {
  const batch = await claimed([ID, NEIGHBOUR])
  await saved(batch, resultFor(ID, ['one']))
  const { rows } = await prepared.server.pool.query('SELECT breadcrumb_id AS id FROM rcrt_entities.claims')
  expect(rows).toEqual([{ id: NEIGHBOUR }])
})

test('each of a batch has a verdict of its own', async () => {
  const batch = await claimed()
  const results = [resultFor(ID, ['one']), resultFor(NEIGHBOUR, ['one'])]
  const verdicts = await workOf(prepared.database, prepared.table, batch).save(results, batch.token)
  expect([...verdicts]).toEqual([
    [ID, 'saved'],
    [NEIGHBOUR, 'lost'],
  ])
})

test('only the rows of the batch are locked', async () => {
  const { token, run } = await claimed()
  await prepared.database.transaction(async (transaction) => {
    await save(transaction, run, { results: [resultFor(ID, ['one'])], token, isAgain: false })
    await prepared.server.pool.query('SELECT FROM breadcrumbs WHERE id = $1 FOR UPDATE NOWAIT', [NEIGHBOUR])
  })
})

test('a save that was tried before waits for nobody else', async () => {
  const batch = await claimed()
  const other = await claimed([NEIGHBOUR])
  const busy = await prepared.server.pool.connect()
  await busy.query('BEGIN')
  await busy.query('SELECT FROM rcrt_entities.claims WHERE token = $1 FOR UPDATE', [other.token])
  const again = { results: [resultFor(ID, ['one'])], token: batch.token, isAgain: true }
  const verdicts = await prepared.database.transaction((transaction) => save(transaction, batch.run, again))
  expect(verdicts.get(ID)).toBe('saved')
  busy.release(true)
})

describe('without its claim a save is lost, unless it is the one that was recorded:', () => {
  test.each([
    ['the same', {}, 'saved'],
    ['of another run', { run: { id: randomUUID(), extractor: 'test', since: new Date(0) } }, 'lost'],
  ])('%s', async (_, changes, verdict) => {
    const batch = await claimed()
    await saved(batch, resultFor(ID, ['one']))
    expect(await saved({ ...batch, ...changes }, resultFor(ID, ['one']))).toBe(verdict)
  })

  test('the same, which was skipped', async () => {
    const batch = await claimed()
    await saved(batch, resultFor(ID, []))
    expect(await saved(batch, resultFor(ID, []))).toBe('saved')
  })

  test('of another version', async () => {
    const batch = await claimed()
    await saved(batch, resultFor(ID, ['one']))
    expect(await saved(batch, { ...resultFor(ID, ['one']), version: 2 })).toBe('lost')
  })

  test('of another breadcrumb', async () => {
    const batch = await claimed()
    await saved(batch, resultFor(ID, ['one']))
    expect(await saved(batch, resultFor(NEIGHBOUR, ['one']))).toBe('lost')
  })

  test('a failure was recorded', async () => {
    const batch = await claimed()
    const failure = { id: ID, version: 1, attempts: 1, error: 'for the test', retrySeconds: null }
    await workOf(prepared.database, prepared.table, batch).recordFailures([failure], batch.token)
    expect(await saved(batch, resultFor(ID, ['one']))).toBe('lost')
  })
})

test('what became secret after it was read is not written, unless it is withheld', async () => {
  const batch = await claimed()
  await prepared.server.pool.query("UPDATE breadcrumbs SET sensitivity = 'secret'")
  expect(await saved(batch, resultFor(ID, ['one']))).toBe('changed')
  const again = await claimed()
  expect(await saved(again, { ...resultFor(ID, []), reason: 'withheld' })).toBe('saved')
})

async function claimed(ids = [ID]): Promise<Batch> {
  const batch = batchOf(ids)
  expect(await workOf(prepared.database, prepared.table, batch).claim(ids, batch.token)).toHaveLength(
    ids.length,
  )
  return batch
}

async function saved(batch: Batch, result: Result): Promise<string | undefined> {
  return (await workOf(prepared.database, prepared.table, batch).save([result], batch.token)).get(result.id)
}

async function outcome(id: string) {
  const { rows } = await prepared.server.pool.query(
    'SELECT * FROM rcrt_entities.outcomes WHERE breadcrumb_id = $1',
    [id],
  )
  return rows[0]
}

/** PostgreSQL's own versions of the rows, by id. */
async function rowVersions(): Promise<Record<string, string>> {
  const { rows } = await prepared.server.pool.query('SELECT id, xmin::text FROM breadcrumbs')
  return Object.fromEntries(rows.map(({ id, xmin }) => [id, xmin]))
}
