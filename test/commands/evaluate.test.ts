import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import { createPgliteDatabase, type TestDatabase } from '../support/postgres.ts'
import { direction, insertExtracted, makeSearchable } from '../support/searchable.ts'

let database: TestDatabase
let ids: string[]
const evaluate = (lines: readonly unknown[], ...flags: string[]) =>
  runCli(['evaluate', '-', '--database-url', database.url, ...flags], {
    input: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  })

beforeAll(async () => {
  database = await createPgliteDatabase()
  await makeSearchable(database)
  ids = await insertExtracted(database.pool, [
    { title: 'Lighthouses', keywords: { lighthouse: 255 }, embedding: direction(0) },
    { title: 'A harbour', keywords: { harbour: 255, lighthouse: 60 }, embedding: direction(90) },
    { title: 'Agents', keywords: { agent: 200, agents: 200 }, embedding: direction(180) },
  ])
})
afterAll(() => database.drop())

test('measures keywords alone, RCRT’s way and ours, and tells the reason where a question does worst', async () => {
  const { stdout, stderr, code } = await evaluate(
    [
      { query: 'lighthouse', relevant: [ids[0]] },
      { query: 'lighthouse', relevant: [ids[1]] },
      '',
      { query: 'a storm', relevant: [ids[2]] },
    ],
    '--json',
  )
  expect(code, stderr).toBe(0)
  const second = 1 / Math.log2(3)
  expect(JSON.parse(stdout)).toEqual({
    questions: 3,
    withEmbedding: 0,
    excludedSchemas: [],
    measures: {
      keywords: {
        ndcg10: round((1 + second) / 3),
        recall10: round(2 / 3),
        medianFirstRank: 2,
        rightOnTop: 1,
      },
      ours: { ndcg10: round((1 + second) / 3), recall10: round(2 / 3), medianFirstRank: 2, rightOnTop: 1 },
      rcrt: expect.objectContaining({ recall10: 1 }),
    },
    worst: [
      { query: 'a storm', id: ids[2], rank: null, placement: { verdict: 'nothing-in-common', nearest: [] } },
      { query: 'lighthouse', id: ids[1], rank: 2, placement: { verdict: 'found', rank: 2 } },
    ],
  })
})

test('uses the vector of a question that has one', async () => {
  const question = { query: 'a storm', relevant: [ids[2]], embedding: direction(180) }
  const { stdout } = await evaluate([question], '--no-rcrt')
  expect(stdout).toMatch(/^1 question, 1 with a vector\n/)
  expect(stdout).toMatch(/\nkeywords alone +0\.000 +0\.000 +0\/1 +-\n/)
  expect(stdout).toMatch(/\nwith vectors +1\.000 +1\.000 +1\/1 +1\n/)
  expect(stdout).not.toContain('RCRT')
})

test('explains by the vector, too, where a question that has one does worst', async () => {
  const question = { query: 'a storm', relevant: [ids[1]], embedding: direction(150) }
  const { stdout } = await evaluate([question], '--json')
  expect(JSON.parse(stdout).worst).toMatchObject([{ rank: 2, placement: { verdict: 'found', rank: 2 } }])
})

test('names the lines that are no questions, and nothing of what they say', async () => {
  const { stderr, code } = await evaluate([
    '{"query": "hunter2',
    { relevant: [] },
    { query: 'x', relevant: ['y'] },
    { query: 'x', relevant: ['0f8fad5b-d9cb-469f-a165-70867728950e'], embedding: [] },
  ])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /line 1 is not JSON; line 2 has no "query"; line 3 has something in "relevant" that is no uuid; line 4 has an "embedding" that is no list of numbers/,
  )
  expect(stderr).not.toContain('hunter2')
  expect((await evaluate([])).stderr).toMatch(/stdin has no questions\nhint: each line is an object/)
})

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
