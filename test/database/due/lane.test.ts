import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Transaction } from '../../../src/database/connection/connect.ts'
import { type Candidate, findCandidates } from '../../../src/database/due/candidates.ts'
import { type Lane, laneMatcher } from '../../../src/database/due/lane.ts'
import { knownSchemas } from '../../../src/database/due/schema-names.ts'
import type { DueKind } from '../../../src/database/due/selection.ts'
import { findStale } from '../../../src/database/due/stale.ts'
import { createStatement, OWN_INDEXES } from '../../../src/database/schema/own-indexes.ts'
import { lanesOf } from '../../../src/processing/lanes/priority.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { preparedForEach } from '../../support/prepared.ts'

const prepared = preparedForEach()
const HOUR_MS = 3_600_000
const PAGE_ROWS = 100

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

type Knowledge = 'nothing is known' | 'names are known' | 'the index is there'
const KNOWLEDGE: readonly Knowledge[] = ['nothing is known', 'names are known', 'the index is there']

async function inEach(knowledge: Knowledge, ...globs: readonly string[]): Promise<Lane[]> {
  if (knowledge === 'nothing is known') return lanes(...globs)
  if (knowledge === 'the index is there') await buildIndexes()
  const known = await prepared.database.transaction(knownSchemas)
  return lanes(...globs).map((lane) => ({ ...lane, known }))
}

async function buildIndexes(): Promise<void> {
  for (const index of OWN_INDEXES) await prepared.server.pool.query(createStatement(index))
  await prepared.server.pool.query('VACUUM (ANALYZE) breadcrumbs')
}

function find(lane: Lane, limit = 100, position?: Candidate): Promise<Candidate[]> {
  return prepared.database.transaction((transaction) =>
    findCandidates(transaction, dueIn(lane), limit, position),
  )
}

const SCHEMAS = ['user.message.v1', 'user.note.v1', 'knowledge.v1', 'knowledge.a_b.v1', 'a%b', '', null]

test.each(
  [
    ['user.message.*', 'user.*'],
    ['user.*', 'user.message.*'],
    ['*', 'knowledge.*'],
    ['knowledge.v?', 'a%b'],
    ['nothing.*', 'knowledge.a_b.v1'],
  ].flatMap(([first = '', second = '']) => KNOWLEDGE.map((knowledge) => [knowledge, first, second] as const)),
)(
  'each breadcrumb is in one lane, the first that it matches, for the database as for us: where %s, %s, %s',
  async (knowledge: Knowledge, ...globs: readonly string[]) => {
    const ids = await insertBreadcrumbs(
      prepared.server.pool,
      SCHEMAS.map((schemaName) => ({ schemaName })),
    )
    const found = await Promise.all(
      (await inEach(knowledge, ...globs)).map(async (lane) => {
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

test.each(KNOWLEDGE)(
  'pages of a lane follow one another without a gap, newest first, where %s',
  async (knowledge) => {
    const schemas = ['user.message.v1', 'user.note.v1', 'knowledge.v1', null]
    const schemaName = (number: number) => schemas[((number * number) % 7) % 4] ?? null
    const ids = await insertBreadcrumbs(
      prepared.server.pool,
      numberedBreadcrumbs(80, (number) => ({ schemaName: schemaName(number) })),
    )
    for (const lane of await inEach(knowledge, 'user.*')) {
      const found: Candidate[] = []
      for (let page = 0; page < 12; page += 1)
        for (const one of await find(lane, 7, found.at(-1))) found.push(one)
      const isIn = laneMatcher(lane)
      const expected = ids.filter((_, at) => isIn(schemaName(at + 1))).reverse()
      expect(found.map(({ id }) => id)).toEqual(expected)
    }
  },
)

test('without an index of lanes a page is found by another, be it of a large lane or of a rare one', async () => {
  await insertFlood()
  const [pending] = OWN_INDEXES
  await prepared.server.pool.query(createStatement(pending))
  await prepared.server.pool.query('VACUUM (ANALYZE) breadcrumbs')
  const [rare, flood, rest] = await inEach('names are known', 'rare.*', 'user.*')
  expect(await planOf(rare)).toMatch(/Index Scan .*breadcrumbs_schema_name/)
  expect(await planOf(flood)).toMatch(/Index Scan using breadcrumbs_rcrt_entities_pending/)
  expect(await planOf(rest)).toMatch(/Index Scan using breadcrumbs_rcrt_entities_pending/)
})

test('with it a page of any lane is found by it alone, in order where it is a large one', async () => {
  await insertFlood()
  const [rare, flood, done, rest] = await inEach('the index is there', 'rare.*', 'user.*', 'done.*')
  for (const lane of [rare, flood, rest]) {
    const plan = await planOf(lane)
    expect(plan).toMatch(/Index Scan using breadcrumbs_rcrt_entities_lanes/)
    expect(plan).not.toMatch(/_pending|breadcrumbs_schema_name|Seq Scan on breadcrumbs/)
  }
  expect(await planOf(flood)).not.toContain('Sort')
  // Nothing is pending in it: there is nothing to ask for.
  expect(await planOf(done)).toBe('')
})

test('a page of a lane of many schemas reads what it gives and one more of each, whatever the planner expects', async () => {
  await insertBreadcrumbs(
    prepared.server.pool,
    numberedBreadcrumbs(6_000, (number) => ({ schemaName: `user.${number % 30}.v1`, context: {} })),
  )
  const [lane] = await inEach('the index is there', 'user.*')
  for (const statistics of ['they are', 'there are none']) {
    if (statistics === 'there are none')
      await prepared.server.pool.query("DELETE FROM pg_statistic WHERE starelid = 'breadcrumbs'::regclass")
    const plan = await planOf(lane, 'ANALYZE, TIMING OFF')
    const read = [...plan.matchAll(/Index Scan using breadcrumbs_rcrt_entities_lanes.*actual rows=(\d+)/g)]
    expect(read).toHaveLength(30)
    expect(read.reduce((sum, [, rows]) => sum + Number(rows), 0)).toBeLessThanOrEqual(PAGE_ROWS + 30)
  }
})

/** Most are pending in one lane, few in the others, and in one none of many. */
async function insertFlood(): Promise<void> {
  await insertBreadcrumbs(
    prepared.server.pool,
    numberedBreadcrumbs(20_000, (number) => ({
      schemaName: number % 2_000 === 1 ? 'rare.v1' : number % 5 === 1 ? 'knowledge.v1' : 'user.message.v1',
      context: {},
      ...(number % 5 === 2 && { schemaName: 'done.v1', entityKeywords: ['done'] }),
    })),
  )
}

/** Of the statement that finds its candidates. */
function planOf(lane: Lane | undefined, options = 'COSTS'): Promise<string> {
  if (lane === undefined) throw new Error('there is no such lane')
  return prepared.database.transaction(async (transaction) => {
    let plan = ''
    const explaining: Pick<Transaction, 'query'> = {
      query: async (text, values) => {
        if (!text.startsWith('SELECT b.id')) return transaction.query(text, values)
        const lines = await transaction.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN (${options}) ${text}`,
          values,
        )
        plan = lines.map((line) => line['QUERY PLAN']).join('\n')
        return []
      },
    }
    await findCandidates(explaining as Transaction, dueIn(lane), PAGE_ROWS)
    return plan
  })
}
