import { afterEach, beforeEach, expect, test } from 'vitest'
import { BatchSize } from '../../../src/processing/backfill/batch-size.ts'
import { Drain } from '../../../src/processing/backfill/drain.ts'
import type { Priority } from '../../../src/processing/lanes/priority.ts'
import { Pacer } from '../../../src/processing/pace/pacer.ts'
import { Tally } from '../../../src/processing/run/tally.ts'
import {
  claimedBatches,
  installAudit,
  installClaimAudit,
  readAudit,
  repeatedClaims,
} from '../../support/audit.ts'
import { insertBreadcrumbs, type NewBreadcrumb, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { startCli } from '../../support/cli.ts'
import { type OpenPath, openPath } from '../../support/path.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const HOUR_MS = 3_600_000
const PRIORITY: Priority = {
  lanes: [
    { glob: 'user.message.*', weight: 7 },
    { glob: 'knowledge.*', weight: 2 },
  ],
  lateAfter: HOUR_MS,
}
const FLAGS = ['--priority', 'user.message.*=7', '--priority', 'knowledge.*=2']

let database: TestDatabase
let open: OpenPath
beforeEach(async () => {
  database = await createTestDatabase()
  open = await openPath(database.url)
  await installAudit(database.pool)
  await installClaimAudit(database.pool)
})
afterEach(async () => {
  await open.close()
  await database.drop()
})

function insert(schemaName: string | null, count: number, change: NewBreadcrumb = {}): Promise<string[]> {
  return insertBreadcrumbs(
    database.pool,
    numberedBreadcrumbs(count, () => ({ schemaName, ...change })),
  )
}

async function drain(batchRows: number, priority?: Priority): Promise<Tally> {
  const tally = new Tally()
  const observer = { found() {}, advanced() {}, waiting() {}, resumed() {} }
  await new Drain(open, {
    ...{ tally, observer, priority, limit: 100_000, batchesAtOnce: 1 },
    pacer: new Pacer(Number.POSITIVE_INFINITY),
    batchSize: new BatchSize(batchRows, HOUR_MS),
  }).run()
  return tally
}

test('with a flood in the first lane each claimed batch has its share of every lane, down to the last', async () => {
  await insert('rare.v1', 5, { createdAt: new Date(Date.now() - 1_800_000) })
  await insert(null, 15, { createdAt: new Date(Date.now() - 1_700_000) })
  await insert('knowledge.v1', 40, { createdAt: new Date(Date.now() - 1_600_000) })
  await insert('user.message.v1', 1_000)
  const { processed } = await drain(100, PRIORITY)
  expect(processed).toBe(1_060)
  const [first, second, ...rest] = await claimedBatches(database.pool)
  expect(first).toEqual({ 'user.message.v1': 70, 'knowledge.v1': 20, '': 10 })
  expect(second).toEqual({ 'user.message.v1': 70, 'knowledge.v1': 20, '': 5, 'rare.v1': 5 })
  expect(new Set(rest.flatMap((counts) => Object.keys(counts)))).toEqual(new Set(['user.message.v1']))
})

test('without a priority the newest come first, whatever their schema', async () => {
  await insert('knowledge.v1', 40, { createdAt: new Date(Date.now() - 1_600_000) })
  await insert('user.message.v1', 60)
  await drain(50)
  expect(await claimedBatches(database.pool)).toEqual([
    { 'user.message.v1': 50 },
    { 'user.message.v1': 10, 'knowledge.v1': 40 },
  ])
})

test('what waits longer than the age counts double', async () => {
  await insert('knowledge.v1', 100, { createdAt: new Date(Date.now() - 2 * HOUR_MS) })
  await insert('user.message.v1', 200)
  await drain(110, PRIORITY)
  const [first] = await claimedBatches(database.pool)
  expect(first).toEqual({ 'user.message.v1': 70, 'knowledge.v1': 40 })
})

test('a claim that is taken over keeps its lane', async () => {
  const left = await insert('knowledge.v1', 40, { createdAt: new Date(Date.now() - 1_600_000) })
  await insert('user.message.v1', 400)
  await database.pool.query(
    `INSERT INTO rcrt_entities.claims (breadcrumb_id, token, run_id, expires_at)
     SELECT id, gen_random_uuid(), gen_random_uuid(), now() - interval '1 second' FROM unnest($1::uuid[]) AS id`,
    [left],
  )
  await database.pool.query('TRUNCATE claim_audit')
  await drain(90, PRIORITY)
  const [first, second] = await claimedBatches(database.pool)
  expect(first).toEqual({ 'user.message.v1': 70, 'knowledge.v1': 20 })
  expect(second).toEqual({ 'user.message.v1': 70, 'knowledge.v1': 20 })
})

test('several processes at once do each breadcrumb once, and the last lane is done long before the flood', async () => {
  await insert('rare.v1', 20, { createdAt: new Date(Date.now() - 1_800_000) })
  await insert('user.message.v1', 2_000)
  const args = ['backfill', ...FLAGS, '--batch-size', '50', '--concurrency', '1', '--quiet']
  const processes = Array.from({ length: 3 }, () => startCli(args, { env: { DATABASE_URL: database.url } }))
  for (const { exit } of processes) expect((await exit).code).toBe(0)
  expect(await readAudit(database.pool)).toMatchObject({ lost: 0, doubled: 0, effectiveWrites: 2_020 })
  expect(await repeatedClaims(database.pool)).toBe(0)
  const claimed = (await claimedBatches(database.pool)).flatMap((counts) => [counts])
  const before = claimed.slice(0, claimed.findLastIndex((counts) => 'rare.v1' in counts) + 1)
  const flood = before.reduce((sum, counts) => sum + (counts['user.message.v1'] ?? 0), 0)
  expect(flood).toBeLessThan(1_000)
})
