import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SearchResult } from '../../src/commands/search/result.ts'
import { insertBreadcrumbs, OWNER_ID } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createPgliteDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { direction, insertExtracted, makeSearchable } from '../support/searchable.ts'

let database: TestDatabase
let ids: string[]
const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])
const found = async (...args: string[]): Promise<SearchResult> => {
  const { stdout, stderr } = await cli('search', ...args, '--json')
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}
const titles = ({ hits }: SearchResult) => hits.map(({ title }) => title)

beforeAll(async () => {
  database = await createPgliteDatabase()
  await makeSearchable(database)
  ids = await insertExtracted(database.pool, [
    { title: 'Lighthouses', keywords: { lighthouse: 255, storm: 60 }, embedding: direction(0) },
    { title: 'A harbour', keywords: { harbour: 255, lighthouse: 60 }, embedding: direction(80) },
    { title: 'The vault', keywords: {}, sensitivity: 'secret', embedding: direction(1) },
    { title: 'Beacon code', keywords: { lighthouse: 255 }, schemaName: 'tool.code.v1', tags: ['coast'] },
    { title: 'Agents', keywords: { agent: 200, agents: 200 }, embedding: direction(170) },
  ])
})
afterAll(() => database.drop())

test('ranks breadcrumbs by what a question asks for, and tells what each matches and what not', async () => {
  const result = await found('lighthouse', 'in', 'a', 'storm', '--schema', 'note.*')
  expect(titles(result)).toEqual(['Lighthouses', 'A harbour'])
  expect(result.hits).toMatchObject([
    { rank: 1, id: ids[0], schema: 'note.v1', matched: ['lighthouse', 'storm'], missing: [] },
    { rank: 2, id: ids[1], matched: ['lighthouse'], missing: ['storm'] },
  ])
  const { stdout } = await cli('search', 'lighthouse in a storm', '--schema', 'note.*')
  expect(stdout).toMatch(/^asked for +storm, lighthouse\n\n 1 {2}0\.\d{3} {2}Lighthouses +note\.v1 +\d+s\n/)
  expect(stdout).toMatch(/\n {4}matched +lighthouse\n {4}not +storm\n/)
})

test('--explain shows parts that add up to the score', async () => {
  const { hits, keywords } = await found('lighthouse storm', '--explain')
  for (const { parts, keywordScore, score } of hits) {
    expect(parts.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(keywordScore)
    expect(score).toBeCloseTo(keywordScore)
  }
  expect(keywords.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  const { stdout } = await cli('search', 'storm', '--explain')
  expect(stdout).toMatch(/storm \(in 1, counts 100%\)/)
  expect(stdout).toMatch(/storm \+0\.\d{3} \(weight 60\)/)
})

test("--owner finds what is that tenant's only, in each way", async () => {
  const other = '00000000-0000-0000-0000-000000000002'
  await database.pool.query("INSERT INTO tenants (id, name) VALUES ($1, 'other')", [other])
  const [theirs = ''] = await insertExtracted(database.pool, [
    { title: 'Their lighthouse', keywords: { lighthouse: 255 }, ownerId: other, embedding: direction(0) },
  ])
  for (const question of [['lighthouse'], ['lighthouse', '--rcrt'], ['--like', theirs]]) {
    const result = await found(...question, '--owner', other)
    expect(titles(result)).toEqual(question[0] === '--like' ? [] : ['Their lighthouse'])
    expect(result.rcrt?.hits.map(({ id }) => id) ?? [theirs]).toEqual([theirs])
  }
  expect(titles(await found('lighthouse', '--owner', OWNER_ID))).not.toContain('Their lighthouse')
  await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [theirs])
})

test('--like adds the vector of a breadcrumb, and asks for its keywords where there are no words', async () => {
  const withWords = await found('harbour', '--like', ids[4] ?? '')
  expect(withWords.like).toBe(ids[4])
  expect(withWords.hits.find(({ id }) => id === ids[1])?.vectorScore).toBeCloseTo(0)
  const without = await found('--like', ids[0]?.slice(0, 8) ?? '')
  expect(titles(without)).not.toContain('Lighthouses')
  expect(without.hits.find(({ id }) => id === ids[1])).toMatchObject({ matched: ['lighthouse'] })
})

test('never shows the title of a secret breadcrumb', async () => {
  const { stdout } = await cli('search', '--like', ids[0] ?? '', '--limit', '100')
  expect(stdout).not.toContain('vault')
  expect(stdout).toContain('(withheld: secret)')
})

test('never shows a credential in a title', async () => {
  const inserted = await insertExtracted(database.pool, [
    { title: 'Foghorn, password: tr0ub4dor&3', keywords: { foghorn: 255 } },
  ])
  for (const args of [
    ['foghorn'],
    ['foghorn', '--json'],
    ['foghorn', '--rcrt', '--like', inserted[0] ?? ''],
  ]) {
    const { stdout } = await cli('search', ...args)
    expect(stdout).toContain('Foghorn')
    expect(stdout).not.toContain('tr0ub4dor')
  }
  await database.pool.query('DELETE FROM breadcrumbs WHERE id = ANY ($1)', [inserted])
})

test('tells no keyword of a secret breadcrumb, whoever wrote it, nor asks with its keywords', async () => {
  const [id = ''] = await insertBreadcrumbs(database.pool, [
    { title: 'Payroll', sensitivity: 'secret', entityKeywords: ['lighthouse', 'salary'] },
  ])
  try {
    expect((await found('salary')).hits).toEqual([])
    expect((await found('lighthouse', '--explain')).hits.map((hit) => hit.id)).not.toContain(id)
    expect((await found('--like', id)).hits.flatMap(({ matched }) => matched)).toEqual([])
  } finally {
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  }
})

test('leaves out the schemas that RCRT leaves out, unless asked, and says so', async () => {
  const excluded_schemas = [{ schema_name: 'tool.code.v1', reason: 'code' }]
  const list = { schemaName: 'context.blacklist.v1', title: 'List', context: { excluded_schemas } }
  const [id] = await insertBreadcrumbs(database.pool, [list])
  try {
    expect(titles(await found('lighthouse'))).toEqual(['Lighthouses', 'A harbour'])
    expect(titles(await found('lighthouse', '--all-schemas'))).toContain('Beacon code')
    const { stdout } = await cli('search', 'lighthouse')
    expect(stdout).toMatch(/without 1 schema that RCRT leaves out/)
  } finally {
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  }
  expect(titles(await found('lighthouse', '--tag', 'coast'))).toEqual(['Beacon code'])
})

test("--rcrt shows RCRT's own ranking by RCRT's own terms", async () => {
  const { rcrt } = await found('an agent at the lighthouse', '--rcrt')
  expect(rcrt?.keywords).toEqual(['agent'])
  expect(rcrt?.hits[0]).toMatchObject({ rank: 1, id: ids[4], score: 0.4 })
  const near = await found('agent', '--like', ids[0] ?? '', '--rcrt')
  expect(near.rcrt?.hits.find(({ id }) => id === ids[0])?.score).toBeCloseTo(0.6)
  expect((await cli('search', 'agent', '--rcrt')).stdout).toMatch(/As RCRT ranks them\nasked for +agent\n 1 /)
})

test('an application that knows only SQL gets the same ranking', async () => {
  const { hits } = await found('storms at the harbour')
  const { rows } = await database.pool.query(
    "SELECT id, score FROM rcrt_entities.search(rcrt_entities.query_keywords('storms at the harbour'))",
  )
  expect(rows).toEqual(hits.map(({ id, score }) => ({ id, score })))
})

test('a question without meaning finds nothing and says why; none at all is a usage error', async () => {
  expect((await cli('search', 'of the')).stdout).toMatch(/no word that carries meaning/)
  expect((await cli('search', 'zeppelin')).stdout).toMatch(/no breadcrumb carries any/)
  const { code, stderr } = await cli('search')
  expect(code).toBe(2)
  expect(stderr).toMatch(/nothing to search for/)
})

test('installs the functions at its first use; a role that may not is told who may', async () => {
  const fresh = await createTestDatabase()
  try {
    await insertBreadcrumbs(fresh.pool, [{ title: 'Lighthouse' }])
    await fresh.pool.query(`CREATE ROLE searcher LOGIN PASSWORD 'plain' BYPASSRLS;
      GRANT SELECT ON breadcrumbs TO searcher`)
    const url = new URL(fresh.url)
    ;[url.username, url.password] = ['searcher', 'plain']
    const refused = await runCli(['search', 'lighthouse', '--database-url', url.href])
    expect(refused.stderr).toMatch(/not installed .*hint: let the owner of the tables run/s)
    expect(refused.code).toBe(2)
    const first = await runCli(['search', 'lighthouse', '--database-url', fresh.url])
    expect(first.stderr).toContain('Installing the functions that search')
    expect(first.code, first.stderr).toBe(0)
    const second = await runCli(['search', 'lighthouse', '--database-url', url.href])
    expect(second.code, second.stderr).toBe(0)
    // As of a role that was granted its right to read only after the functions were installed.
    await fresh.pool.query('REVOKE USAGE ON SCHEMA rcrt_entities FROM searcher')
    const late = await runCli(['search', 'lighthouse', '--database-url', url.href])
    expect(late.stderr).toMatch(/may not call the functions .*hint: .*`rcrt-entities migrate` again/s)
    expect(late.code).toBe(2)
  } finally {
    await fresh.pool.query('DROP OWNED BY searcher; DROP ROLE searcher').catch(() => undefined)
    await fresh.drop()
  }
})
