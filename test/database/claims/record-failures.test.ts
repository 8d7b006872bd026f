import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Failure } from '../../../src/database/claims/record-failures.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type Batch, batchOf, resultFor, workOf } from '../../support/claims.ts'
import { preparedForEach } from '../../support/prepared.ts'

const FAILURE = { version: 1, attempts: 1, error: 'for the test', retrySeconds: 2 }

const prepared = preparedForEach()
let id: string

beforeEach(async () => {
  id = (await insertBreadcrumbs(prepared.server.pool, numberedBreadcrumbs(1)))[0] ?? ''
})

test('whoever lost its claim records no failure, and leaves the claim to its new holder', async () => {
  const late = await claimed()
  await prepared.server.pool.query("UPDATE rcrt_entities.claims SET expires_at = now() - interval '1 second'")
  const holder = await claimed()
  expect(await failed(late)).toEqual(new Set())
  expect(await outcomes()).toEqual([])
  expect(await failed(holder)).toEqual(new Set([id]))
})

test.each([2, null])(
  'a failure (next attempt in %j s) whose commit was not acknowledged is recorded once',
  async (retrySeconds) => {
    const mine = await claimed()
    expect(await failed(mine, { retrySeconds })).toEqual(new Set([id]))
    const recorded = await outcomes()
    expect(await failed(mine, { retrySeconds })).toEqual(new Set([id]))
    expect(await outcomes()).toEqual(recorded)
  },
)

test('of several failures only those are recorded whose claims are held', async () => {
  const [other = ''] = await insertBreadcrumbs(prepared.server.pool, numberedBreadcrumbs(1))
  const mine = await claimed([id, other])
  await prepared.server.pool.query(
    'UPDATE rcrt_entities.claims SET token = gen_random_uuid() WHERE breadcrumb_id = $1',
    [other],
  )
  const failures = [id, other].map((id) => ({ ...FAILURE, id }))
  const work = workOf(prepared.database, prepared.table, mine)
  expect(await work.recordFailures(failures, mine.token)).toEqual(new Set([id]))
  expect(await outcomes()).toMatchObject([{ breadcrumb_id: id }])
})

test.each([
  ['another attempt is due later', 2, 'retrying'],
  ['it is given up', null, 'failed'],
])('a failure is recorded in place of what was there: %s', async (_, retrySeconds, status) => {
  await prepared.server.pool.query(
    `INSERT INTO rcrt_entities.outcomes
       (breadcrumb_id, version, extractor, status, reason, truncated, attempts, run_id, recorded_at)
     VALUES ($1, 0, 'older', 'skipped', 'no-text', true, 0, gen_random_uuid(), now() - interval '1 hour')`,
    [id],
  )
  const mine = await claimed()
  await failed(mine, { retrySeconds, attempts: 3 })
  const { rows } = await prepared.server.pool.query(
    `SELECT version, extractor, status, reason, truncated, attempts, error, run_id,
       extract(epoch FROM retry_at - recorded_at)::float8 AS later, recorded_at > now() - interval '1 minute' AS is_new
     FROM rcrt_entities.outcomes`,
  )
  const recorded = { version: 1, extractor: 'test', status, reason: null, truncated: false, attempts: 3 }
  const more = { error: 'for the test', run_id: mine.run.id, later: retrySeconds, is_new: true }
  expect(rows).toEqual([{ ...recorded, ...more }])
  expect((await prepared.server.pool.query('SELECT FROM rcrt_entities.claims')).rowCount).toBe(0)
})

describe('without its claim a failure is lost, unless it is the one that was recorded:', () => {
  test.each([
    ['another run', {}, { run: { id: randomUUID(), extractor: 'test', since: new Date(0) } }],
    ['another version', { version: 2 }, {}],
    ['another attempt', { attempts: 2 }, {}],
  ])('%s', async (_, failure, batch) => {
    const mine = await claimed()
    await failed(mine)
    expect(await failed({ ...mine, ...batch }, failure)).toEqual(new Set())
  })

  test('another breadcrumb', async () => {
    const [other = ''] = await insertBreadcrumbs(prepared.server.pool, numberedBreadcrumbs(1))
    const mine = await claimed()
    await failed(mine)
    expect(await failed(mine, { id: other })).toEqual(new Set())
  })

  test('it was saved since', async () => {
    const mine = await claimed()
    await workOf(prepared.database, prepared.table, mine).save([resultFor(id, ['one'])], mine.token)
    await prepared.server.pool.query('UPDATE rcrt_entities.outcomes SET attempts = 1')
    expect(await failed(mine)).toEqual(new Set())
  })
})

test('claims of the batch at which nothing failed are kept', async () => {
  const [other = ''] = await insertBreadcrumbs(prepared.server.pool, numberedBreadcrumbs(1))
  const mine = await claimed([id, other])
  await failed(mine)
  const { rows } = await prepared.server.pool.query('SELECT breadcrumb_id AS id FROM rcrt_entities.claims')
  expect(rows).toEqual([{ id: other }])
})

async function claimed(ids: readonly string[] = [id]): Promise<Batch> {
  const batch = batchOf(ids)
  expect(await workOf(prepared.database, prepared.table, batch).claim(batch.ids, batch.token)).toHaveLength(
    ids.length,
  )
  return batch
}

function failed(batch: Batch, changes: Partial<Failure> = {}): Promise<ReadonlySet<string>> {
  const failure = { ...FAILURE, id, ...changes }
  return workOf(prepared.database, prepared.table, batch).recordFailures([failure], batch.token)
}

async function outcomes() {
  return (await prepared.server.pool.query('SELECT * FROM rcrt_entities.outcomes')).rows
}
