import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { checkTable } from '../../../src/database/schema/table.ts'
import { placementOf } from '../../../src/processing/search/place.ts'
import type { Placement } from '../../../src/search/placement.ts'
import { insertBreadcrumbs, type NewBreadcrumb } from '../../support/breadcrumbs.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { insertExtracted, makeSearchable } from '../../support/searchable.ts'

/** Cases of each kind: 14 kinds are 210 cases. */
const EACH = 15
const EXCLUDED = 'tool.code.v1'

let server: TestDatabase
let database: Database

beforeAll(async () => {
  server = await createTestDatabase()
  await makeSearchable(server)
  database = connect({ target: server.url, maxConnections: 2 })
})
afterAll(async () => {
  await database.close()
  await server.drop()
})

type Verdict = Placement['verdict']

/** How each kind comes about: what it leaves in the database, for a question that asks for `word`. */
const KINDS: Readonly<Record<Exclude<Verdict, 'missing'>, (word: string) => Promise<string>>> = {
  withheld: (word) => bare({ title: word, sensitivity: 'secret', entityKeywords: [] }),
  waiting: (word) => bare({ title: word, embedding: null }),
  pending: (word) => bare({ title: word }),
  claimed: async (word) => {
    const id = await bare({ title: word })
    await server.pool.query(
      `INSERT INTO rcrt_entities.claims VALUES ($1, gen_random_uuid(), gen_random_uuid(), now() + interval '1 h')`,
      [id],
    )
    return id
  },
  failed: async (word) => {
    const id = await bare({ title: word })
    await outcome(id, "'failed', NULL, 3, 'for the test'")
    return id
  },
  skipped: async () => {
    const id = await bare({ title: '', entities: {}, entityKeywords: [] })
    await outcome(id, "'skipped', 'no-text', 0, NULL")
    return id
  },
  'without-schema': (word) => extracted({ schemaName: null }, { [word]: 200 }),
  'excluded-schema': (word) => extracted({ schemaName: EXCLUDED }, { [word]: 200 }),
  found: (word) => extracted({}, { [word]: 200 }),
  'found-late': async (word) => {
    for (let better = 0; better < 12; better += 1) await extracted({}, { [word]: 250, harbour: 250 })
    return extracted({}, { [word]: 1 })
  },
  stale: async (word) => {
    const id = await extracted({}, { lighthouse: 200 })
    await server.pool.query('UPDATE breadcrumbs SET title = $2, version = 2 WHERE id = $1', [id, word])
    return id
  },
  foreign: () => bare({ title: 'x', entityKeywords: ['lighthouse'] }),
  'nothing-in-common': () => extracted({}, { lighthouse: 200 }),
}

test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  'says that a breadcrumb is %s, and nothing else, every time',
  async (kind) => {
    for (let number = 0; number < EACH; number += 1) {
      const word = `${kind.replace('-', '')}word${number}`
      const id = await KINDS[kind](word)
      expect((await placed(id, word)).verdict, word).toBe(kind)
    }
  },
)

test('says that a breadcrumb is missing that is not there', async () => {
  for (let number = 0; number < EACH; number += 1) {
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    expect((await placed(id, 'lighthouse')).verdict).toBe('missing')
  }
})

test('says of what is found that it is, whatever happens to its newest content', async () => {
  const old = await extracted({}, { buoy: 200 })
  await server.pool.query('UPDATE breadcrumbs SET version = 2 WHERE id = $1', [old])
  expect(await placed(old, 'buoy')).toEqual({ verdict: 'found', rank: 1 })
  await server.pool.query(
    "UPDATE rcrt_entities.outcomes SET status = 'failed', attempts = 3, error = 'x', version = 2, weights = NULL WHERE breadcrumb_id = $1",
    [old],
  )
  expect(await placed(old, 'buoy')).toEqual({ verdict: 'found', rank: 1 })
  expect(await placed(old, 'seamark')).toEqual({ verdict: 'failed' })
})

test('tells the rank, and what better breadcrumbs carry', async () => {
  await extracted({}, { beacon: 255, tower: 255 })
  const id = await extracted({}, { beacon: 100 })
  expect(await placed(id, 'beacon')).toEqual({ verdict: 'found', rank: 2 })
  const placement = await placed(id, 'beacon', 1)
  expect(placement).toEqual({ verdict: 'found-late', rank: 2, lacks: [] })
  expect(await placed(id, ['beacon', 'tower'], 1)).toMatchObject({
    lacks: [{ keyword: 'tower', carriedBy: 1 }],
  })
})

test('names what is new in a stale breadcrumb, and what is near where nothing is in common', async () => {
  const stale = await KINDS.stale('seamark')
  expect(await placed(stale, 'seamark')).toEqual({
    verdict: 'stale',
    newKeywords: ['seamark'],
    asked: ['seamark'],
  })
  const other = await KINDS['nothing-in-common']('')
  expect(await placed(other, 'lighthousekeeper')).toEqual({
    verdict: 'nothing-in-common',
    nearest: [{ asked: 'lighthousekeeper', carried: 'lighthouse' }],
  })
})

async function placed(id: string, asked: string | readonly string[], maxRows = 10): Promise<Placement> {
  const table = await checkTable(database, false)
  const keywords = typeof asked === 'string' ? [asked] : asked
  const question = { keywords, embedding: null, excludedSchemas: [EXCLUDED], maxRows }
  return database.transaction((transaction) =>
    placementOf(transaction, table, id, { ...question, extract: async ({ title }) => [title] }),
  )
}

async function bare(row: NewBreadcrumb): Promise<string> {
  return (await insertBreadcrumbs(server.pool, [row]))[0] ?? ''
}

async function extracted(row: NewBreadcrumb, keywords: Readonly<Record<string, number>>): Promise<string> {
  return (await insertExtracted(server.pool, [{ ...row, keywords }]))[0] ?? ''
}

async function outcome(id: string, values: string): Promise<void> {
  await server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, run_id, status, reason, attempts, error)
     VALUES ($1, 1, 'test', gen_random_uuid(), ${values})`,
    [id],
  )
}
