import { beforeEach, expect, test } from 'vitest'
import { LEASE_SECONDS } from '../../../src/database/claims/claim.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type Batch, batchOf, workOf } from '../../support/claims.ts'
import { preparedForEach } from '../../support/prepared.ts'

const [FIRST, SECOND, THIRD] = [
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
  '00000000-0000-4000-8000-000000000003',
] as const

const prepared = preparedForEach()

beforeEach(async () => {
  await insertBreadcrumbs(prepared.server.pool, [
    { id: FIRST, title: 'x'.repeat(100), description: 'é'.repeat(500), context: {} },
    { id: SECOND, title: 'ä', description: null, context: {} },
    { id: THIRD },
  ])
})

test('a claim is of the batch and of the run that made it, and lasts for a lease', async () => {
  await claimed([FIRST])
  await prepared.server.pool.query("UPDATE rcrt_entities.claims SET expires_at = now() - interval '1 second'")
  const { token, run } = await claimed([FIRST])
  expect(await claims()).toEqual([{ id: FIRST, token, run_id: run.id, left: expect.any(Number) }])
  const [claim] = await claims()
  expect(claim?.left).toBeGreaterThan(LEASE_SECONDS - 25)
  expect(claim?.left).toBeLessThanOrEqual(LEASE_SECONDS)
})

test('only what is asked for is claimed', async () => {
  await claimed([FIRST])
  expect((await claims()).map(({ id }) => id)).toEqual([FIRST])
})

test('it tells about how many bytes reading will bring: the context, by the larger account, and the texts', async () => {
  // Digests, since what repeats is compressed.
  await prepared.server.pool.query(`UPDATE breadcrumbs SET size_bytes = 0,
    context = (SELECT to_jsonb(string_agg(md5(i::text), '')) FROM generate_series(1, 32) AS i)`)
  await prepared.server.pool.query('UPDATE breadcrumbs SET size_bytes = 5000 WHERE id = $1', [FIRST])
  const sizes = await sizesOf([FIRST, SECOND])
  expect(sizes[FIRST]).toBe(5000 + 100 + 1000)
  expect(sizes[SECOND]).toBeGreaterThan(1024)
  expect(sizes[SECOND]).toBeLessThan(1050)
})

test('a table that is older than descriptions is claimed without their size', async () => {
  await prepared.server.pool.query('ALTER TABLE breadcrumbs DROP COLUMN description CASCADE')
  await prepared.server.pool.query('UPDATE breadcrumbs SET size_bytes = 5000')
  const table = await prepareForWork(prepared.database, false)
  expect(await sizesOf([FIRST], table)).toEqual({ [FIRST]: 5100 })
})

test('only failures at the content as it is now count', async () => {
  await prepared.server.pool.query(
    `INSERT INTO rcrt_entities.outcomes
       (breadcrumb_id, version, extractor, status, reason, attempts, retry_at, run_id) VALUES
       ($1, 1, 'test', 'retrying', NULL, 2, now(), gen_random_uuid()),
       ($2, 0, 'test', 'retrying', NULL, 2, now(), gen_random_uuid()),
       ($3, 1, 'test', 'skipped', 'no-text', 2, NULL, gen_random_uuid())`,
    [FIRST, SECOND, THIRD],
  )
  const batch = batchOf([FIRST, SECOND, THIRD])
  const claimed = await workOf(prepared.database, prepared.table, batch).claim(batch.ids, batch.token)
  expect(Object.fromEntries(claimed.map(({ id, attempts }) => [id, attempts]))).toEqual({
    ...{ [FIRST]: 2, [SECOND]: 0, [THIRD]: 0 },
  })
})

test('renewing and giving back touch the claims of their own batches only', async () => {
  const [renewed, returned, other] = [await claimed([FIRST]), await claimed([SECOND]), await claimed([THIRD])]
  await prepared.server.pool.query("UPDATE rcrt_entities.claims SET expires_at = now() + interval '1 second'")
  await workOf(prepared.database, prepared.table, renewed).renew([renewed.token])
  await workOf(prepared.database, prepared.table, returned).release(returned.token)
  const left = Object.fromEntries((await claims()).map(({ token, left }) => [token, left]))
  expect(left[renewed.token]).toBeGreaterThan(LEASE_SECONDS - 25)
  expect(left[returned.token]).toBeLessThanOrEqual(0)
  expect(left[other.token]).toBeLessThanOrEqual(1)
  expect(left[other.token]).not.toBe(left[returned.token])
})

async function claimed(ids: readonly string[]): Promise<Batch> {
  const batch = batchOf(ids)
  expect(await workOf(prepared.database, prepared.table, batch).claim(ids, batch.token)).toHaveLength(
    ids.length,
  )
  return batch
}

async function sizesOf(ids: readonly string[], table = prepared.table): Promise<Record<string, number>> {
  const batch = batchOf(ids)
  const claimed = await workOf(prepared.database, table, batch).claim(ids, batch.token)
  return Object.fromEntries(claimed.map(({ id, sizeBytes }) => [id, sizeBytes]))
}

async function claims(): Promise<{ id: string; token: string; run_id: string; left: number }[]> {
  const { rows } = await prepared.server.pool.query(
    `SELECT breadcrumb_id AS id, token, run_id, extract(epoch FROM expires_at - now())::float8 AS left
     FROM rcrt_entities.claims ORDER BY 1`,
  )
  return rows
}
