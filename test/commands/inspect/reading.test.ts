import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { expectToFit } from '../../support/json-schemas.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { refuseWrites } from '../../support/refuse-writes.ts'

const LIGHTHOUSE = '11110000-0000-4000-8000-000000000001'
const SECRET = '22220000-0000-4000-8000-000000000002'
const PERSONAL = '33330000-0000-4000-8000-000000000003'
const REFUSED = '44440000-0000-4000-8000-000000000004'
const MISSING = 'ffffffff-ffff-4fff-8fff-ffffffffffff'
const CONTENT = {
  title: 'The Bell Rock Lighthouse',
  context: {
    note: 'Ada Lovelace reads https://example.com/docs with pgvector.\nThe password: hunter2 is hers.',
  },
}

let database: TestDatabase
const inspect = (args: string[], options: { input?: string; env?: Record<string, string> } = {}) =>
  runCli(['inspect', ...args, '--database-url', database.url], options)
const documents = async (...args: string[]) => JSON.parse((await inspect([...args, '--json'])).stdout)

beforeAll(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, [
    { id: LIGHTHOUSE, schemaName: 'knowledge.v1', ...CONTENT },
    { id: SECRET, title: 'launch code swordfish', context: { note: 'swordfish' }, sensitivity: 'secret' },
    {
      id: PERSONAL,
      title: 'Call from Ada Lovelace',
      context: { 'Ada Lovelace': 'a tool for +1 555 123 4567' },
      sensitivity: 'pii',
    },
    { id: REFUSED, schemaName: 'refused.v1' },
  ])
  await runCli([
    'backfill',
    '--max-keywords',
    '3',
    '--exclude-schema',
    'refused.v1',
    '--database-url',
    database.url,
  ])
  await refuseWrites(database.pool, 'P0001', "WHEN (OLD.schema_name = 'refused.v1')")
})
afterAll(() => database.drop())

test('--text prints each passage below its path, and what was found in it by type', async () => {
  const { stdout } = await inspect([LIGHTHOUSE, '--text'], { env: { COLUMNS: '80' } })
  expect(stdout).toMatch(/\nText\ntitle\n {2}The Bell Rock Lighthouse\n {2}term +bell rock lighthouse/)
  expect(stdout).toMatch(
    /\ncontext\.note\n {2}Ada Lovelace reads https:\/\/example\.com\/docs with pgvector\.\n {2}The password: {2}… {2}is hers\.\n/,
  )
  expect(stdout).toMatch(/\n {2}name +Ada Lovelace\n {2}url +https:\/\/example\.com\/docs\n {2}keyword +/)
})

test('--text highlights what was found in the colour of its type, and only with colours', async () => {
  const { stdout } = await inspect([LIGHTHOUSE, '--text'], { env: { FORCE_COLOR: '1' } })
  expect(stdout).toContain(
    '\u001b[36mAda Lovelace\u001b[39m \u001b[1mreads\u001b[22m \u001b[34mhttps://example.com/docs\u001b[39m',
  )
  expect(stdout).toContain('\u001b[36mname\u001b[39m ')
  const plain = await inspect([LIGHTHOUSE, '--text', '--no-color'], { env: { FORCE_COLOR: '1' } })
  expect(plain.stdout).not.toContain('\u001b')
})

test.each([
  ['a secret breadcrumb', SECRET, /swordfish|launch/i],
  ['names and numbers of a personal one', PERSONAL, /lovelace|\bada\b|555/i],
  ['credentials', LIGHTHOUSE, /hunter2/],
])('neither --text nor --fresh nor --save tells of %s', async (_, id, withheld) => {
  for (const flags of [['--text', '--fresh'], ['--text', '--fresh', '--json', '--verbose'], ['--save']]) {
    const { stdout, stderr } = await inspect([id, ...flags])
    const told = (stdout + stderr).split('\n').filter((line) => !/^Call from|"title": "Call from/.test(line))
    expect(told.join('\n')).not.toMatch(withheld)
  }
})

test('--text highlights what has signs of expressions in it', async () => {
  const [id = ''] = await insertBreadcrumbs(database.pool, [
    { title: 'Real-time C++', tags: ['data-engineer', 'c++', 'a.b', 'x(y)|[z]{1}/^$'], context: {} },
  ])
  const { stdout, stderr, code } = await inspect([id, '--text'], { env: { FORCE_COLOR: '1' } })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout).toContain('\u001b[1mdata-engineer\u001b[22m')
})

test('lets no text write to the terminal', async () => {
  const [id = ''] = await insertBreadcrumbs(database.pool, [
    { title: 'red \u001b[31m alert', context: { 'key\u001b[31m': 'green \u001b[32m lighthouse\ngate' } },
  ])
  const { stdout } = await inspect([id, '--text', '--fresh'])
  expect(stdout).not.toContain('\u001b')
  expect(stdout).toMatch(/\n {2}green .*lighthouse\n {2}gate\n/)
})

test('--fresh shows what extracting again adds and removes, and writes nothing', async () => {
  await database.pool.query("UPDATE breadcrumbs SET entity_keywords = '{gone,lighthouse}' WHERE id = $1", [
    LIGHTHOUSE,
  ])
  const before = await stored()
  const now = createExtractor().extract({ ...CONTENT, schemaName: 'knowledge.v1' }).keywords
  const { fresh } = await documents(LIGHTHOUSE, '--fresh')
  expect(fresh.keywords).toEqual(now)
  expect(fresh.removed.keywords).toEqual(['gone'])
  expect(fresh.added.keywords).toEqual(now.filter((keyword) => keyword !== 'lighthouse'))
  const { stdout } = await inspect([LIGHTHOUSE, '--fresh'])
  expect(stdout).toMatch(/\nExtracted again\n\+ keyword +ada, .*\n[\s\S]*− keyword +gone\n$/)
  expect(await stored()).toEqual(before)
})

test('--save writes it on the path of every run, says that nothing changes the next time, and undo takes it back', async () => {
  await database.pool.query("UPDATE breadcrumbs SET entity_keywords = '{gone,lighthouse}' WHERE id = $1", [
    LIGHTHOUSE,
  ])
  const before = await stored()
  const { saved, fresh } = await documents(LIGHTHOUSE, '--save')
  expect(saved).toMatchObject({ status: 'processed', error: null })
  expect((await stored()).keywords).toEqual(fresh.keywords)
  const [run] = JSON.parse(
    (await runCli(['stats', '--runs', '--json', '--database-url', database.url])).stdout,
  )
  expect(run).toMatchObject({ run: saved.run, command: 'inspect', processed: 1, ending: 'done' })
  expect((await inspect([LIGHTHOUSE, '--fresh'])).stdout).toMatch(
    /\nExtracted again\nnothing changes: \d+ keywords\n$/,
  )
  await runCli(['undo', saved.run, '--database-url', database.url])
  expect((await stored()).keywords).toEqual(before.keywords)
})

test('--save ends with 3 where the database refuses, and says why', async () => {
  const { stdout, code } = await inspect([REFUSED, '--save'])
  expect(stdout).toMatch(/\nsaved +(failed|retrying): /)
  expect(code).toBe(3)
})

test('several ids, and those on stdin, are shown one after the other, in JSON as a list', async () => {
  expect((await inspect([LIGHTHOUSE, SECRET])).stdout).toMatch(
    /^The Bell Rock[\s\S]*\n\n\(withheld: this breadcrumb is secret\)\nid +2222/,
  )
  const { stdout } = await inspect(['-', '--json'], { input: `${SECRET}\n3333 ${SECRET}` })
  expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toEqual([SECRET, PERSONAL])
  for (const document of JSON.parse(stdout)) expectToFit('inspect', document, '')
})

test('of several, one that is not there keeps none of the others from being shown, and ends with 1', async () => {
  const { stdout, stderr, code } = await inspect(['-', '--json'], { input: `${MISSING} ${SECRET}` })
  expect(JSON.parse(stdout)).toMatchObject([{ id: SECRET }])
  expect(stderr).toMatch(/^warning: no breadcrumb's id begins with ffffffff/)
  expect(code).toBe(1)
})

test.each([
  ['ids that are none on stdin', ['-'], 'nothing!', /an id on stdin is 'nothing!'/],
  ['an empty stdin', ['-'], ' \n', /stdin has no ids/],
  ['no id at all', [], '', /the id of a breadcrumb is missing/],
  ['rules for nothing', [LIGHTHOUSE, '--max-keywords', '3'], '', /are for --text, --fresh and --save/],
])('refuses %s', async (_, args, input, message) => {
  const { stderr, code } = await inspect(args, { input })
  expect(stderr).toMatch(message)
  expect(code).toBe(2)
})

test('inspect.schema.json describes passages, what is fresh, and what was saved', async () => {
  for (const id of [LIGHTHOUSE, SECRET, PERSONAL, REFUSED])
    expectToFit('inspect', await documents(id, '--text', '--fresh', '--save'), id)
})

test.each([80, 40])('fits %i columns', async (columns) => {
  const { stdout } = await inspect([LIGHTHOUSE, '--text', '--fresh'], { env: { COLUMNS: String(columns) } })
  const text = stdout.slice(stdout.indexOf('\nText'))
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns)
})

async function stored(): Promise<{ keywords: string[]; entities: unknown }> {
  const { rows } = await database.pool.query(
    'SELECT entity_keywords AS keywords, entities FROM breadcrumbs WHERE id = $1',
    [LIGHTHOUSE],
  )
  return rows[0]
}
