import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Transaction } from '../../../src/database/connection/connect.ts'
import { type Candidate, findCandidates } from '../../../src/database/due/candidates.ts'
import { type Lane, laneMatcher } from '../../../src/database/due/lane.ts'
import type { DueKind } from '../../../src/database/due/selection.ts'
import { findStale } from '../../../src/database/due/stale.ts'
import { lanesOf } from '../../../src/processing/lanes/priority.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { preparedForEach } from '../../support/prepared.ts'

const prepared = preparedForEach()
const HOUR_MS = 3_600_000

function lanes(...globs: readonly string[]): Lane[] {
  return lanesOf(globs.map((glob) => ({ glob, weight: 1 }))).map((lane) => ({ ...lane, lateAfter: HOUR_MS }))
}

function dueIn(lane: Lane, kind: DueKind = 'pending') {
  return {
    table: prepared.table,
    selection: { kinds: [kind], filters: { lane }, includeUnembedded: false },
    run: { id: randomUUID(), extractor: 'test', since: new Date(0) },
  }
}

function find(lane: Lane, limit = 100, position?: Candidate): Promise<Candidate[]> {
  return prepared.database.transaction((transaction) =>
    findCandidates(transaction, dueIn(lane), limit, position),
  )
}

const SCHEMAS = ['user.message.v1', 'user.note.v1', 'knowledge.v1', 'knowledge.a_b.v1', 'a%b', '', null]

test.each([
  ['user.message.*', 'user.*'],
  ['user.*', 'user.message.*'],
  ['*', 'knowledge.*'],
  ['knowledge.v?', 'a%b'],
  ['nothing.*', 'knowledge.a_b.v1'],
])(
  'each breadcrumb is in one lane, the first that it matches, for the database as for us: %s, %s',
  async (...globs) => {
    const ids = await insertBreadcrumbs(
      prepared.server.pool,
      SCHEMAS.map((schemaName) => ({ schemaName })),
    )
    const found = await Promise.all(
      lanes(...globs).map(async (lane) => {
        const isIn = laneMatcher(lane)
        const expected = ids.filter((_, at) => isIn(SCHEMAS[at] ?? null))
        const got = (await find(lane)).map(({ id }) => id)
        expect(got.sort()).toEqual(expected.sort())
        return got
      }),
    )
    expect(found.flat().sort()).toEqual(ids.sort())
  },
)

test('what changed since it was extracted is found in its lane, too', async () => {
  const schemas = ['user.message.v1', 'knowledge.v1']
  const ids = await insertBreadcrumbs(
    prepared.server.pool,
    schemas.map((schemaName) => ({ schemaName, version: 2, entityKeywords: ['old'] })),
  )
  await prepared.server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, attempts, run_id)
     SELECT id, 1, 'test', 'processed', 1, gen_random_uuid() FROM unnest($1::uuid[]) AS id`,
    [ids],
  )
  for (const [at, lane] of lanes('user.*').entries()) {
    const found = await prepared.database.transaction((transaction) =>
      findStale(transaction, dueIn(lane, 'stale'), { limit: 10 }),
    )
    expect(found).toEqual([{ id: ids[at], isLate: false }])
  }
})

test('what waits longer than a lane allows is late', async () => {
  const [old, young] = await insertBreadcrumbs(
    prepared.server.pool,
    [2 * HOUR_MS, HOUR_MS / 2].map((age) => ({ createdAt: new Date(Date.now() - age) })),
  )
  const [rest] = lanes()
  const late = new Map(rest && (await find(rest)).map(({ id, isLate }) => [id, isLate]))
  expect([late.get(old ?? ''), late.get(young ?? '')]).toEqual([true, false])
})

test('pages of a lane follow one another without a gap', async () => {
  const schemaName = (number: number) => (number % 3 === 0 ? 'user.message.v1' : 'knowledge.v1')
  const ids = await insertBreadcrumbs(
    prepared.server.pool,
    numberedBreadcrumbs(60, (number) => ({ schemaName: schemaName(number) })),
  )
  const [lane] = lanes('user.*')
  const found: Candidate[] = []
  for (let page = 0; lane && page < 4; page += 1)
    for (const one of await find(lane, 7, found.at(-1))) found.push(one)
  const expected = ids.filter((_, at) => schemaName(at + 1) === 'user.message.v1').reverse()
  expect(found.map(({ id }) => id)).toEqual(expected)
})

test('a page of a lane is found by an index, be it a large one, a rare one or the rest', async () => {
  await insertBreadcrumbs(
    prepared.server.pool,
    numberedBreadcrumbs(20_000, (number) => ({
      schemaName: number % 2_000 === 1 ? 'rare.v1' : number % 5 === 1 ? 'knowledge.v1' : 'user.message.v1',
      context: {},
    })),
  )
  await prepared.server.pool.query(`CREATE INDEX breadcrumbs_rcrt_entities_pending ON breadcrumbs
    (created_at DESC, id DESC) WHERE entity_keywords IS NULL AND embedding IS NOT NULL`)
  await prepared.server.pool.query('VACUUM (ANALYZE) breadcrumbs')
  const [rare, flood, rest] = lanes('rare.*', 'user.*')
  expect(await planOf(rare)).toMatch(/Index Scan .*breadcrumbs_schema_name/)
  expect(await planOf(flood)).toMatch(/Index Scan using breadcrumbs_rcrt_entities_pending/)
  expect(await planOf(rest)).toMatch(/Index Scan using breadcrumbs_rcrt_entities_pending/)
})

/** Of the statement that finds its candidates. */
function planOf(lane: Lane | undefined): Promise<string> {
  if (lane === undefined) throw new Error('there is no such lane')
  return prepared.database.transaction(async (transaction) => {
    let plan = ''
    const explaining: Pick<Transaction, 'query'> = {
      query: async (text, values) => {
        if (!text.startsWith('SELECT b.id')) return transaction.query(text, values)
        const lines = await transaction.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values)
        plan = lines.map((line) => line['QUERY PLAN']).join('\n')
        return []
      },
    }
    await findCandidates(explaining as Transaction, dueIn(lane), 100)
    return plan
  })
}
