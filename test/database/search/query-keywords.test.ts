import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { makeSearchable } from '../../support/searchable.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await makeSearchable(database)
})
afterAll(() => database.drop())

async function asked(query: string | null, of = database): Promise<string[]> {
  const { rows } = await of.pool.query('SELECT rcrt_entities.query_keywords($1) AS keywords', [query])
  return rows[0].keywords
}

test.each([
  // Base forms, as extraction makes them; words that carry no meaning ask for nothing.
  ['Which of the indices were created?', ['create', 'index']],
  ['best practices', ['best', 'best practice', 'best practices', 'practice']],
  ['How does it work with this and that?', ['work']],
  // RCRT's vocabulary, in both numbers.
  ['tools', ['tool', 'tools']],
  ['ui_schema', ['schema', 'schemas', 'ui', 'ui_schema']],
  // Plurals of words in no dictionary, and names as they are written.
  ['chatbots', ['chatbot']],
  ['the Broncos', ['bronco', 'broncos']],
  // Names of code, whole and in parts.
  ['createUserToken', ['create', 'createusertoken', 'token', 'user']],
  ['src/main.ts:12:7', ['main', 'src', 'src/main.ts', 'ts']],
  ['C++ and C#', ['c#', 'c++']],
  ['a DiffExecutor', ['diff', 'diffexecutor', 'executor']],
  ['a WasmEdge::PO', ['edge', 'po', 'wasm', 'wasmedge::po']],
  ['docker27 or PostgreSQL16', ['docker', 'docker27', 'postgresql', 'postgresql16']],
  // Names that have capitals inside and are one word.
  ['TypeScript for McDonald', ['mcdonald', 'typescript']],
  // Compounds, and articles before an apostrophe.
  [
    'auto-generated tool-chains',
    [
      'auto',
      'auto-generated',
      'auto-generated tool-chain',
      'auto-generated tool-chains',
      'chain',
      'generate',
      'tool',
      'tool-chain',
      'tools',
    ],
  ],
  ['or l’API', ['api', 'l’api']],
  // Letters that stand for words, unless they say nothing.
  ['the U.S. or R&D, e.g. the U.K?', ['r&d', 'u.k.', 'u.s.']],
  // Years, ports and codes of errors; not amounts.
  ['in 2024 or 8080', ['2024', '8080']],
  ['1492 300 of 42', []],
  // Phrases of words that can stand together; stop words and marks part them.
  ['vector, index', ['index', 'vector']],
  ['vector of index', ['index', 'vector']],
  ['vector indices', ['index', 'vector', 'vector index', 'vector indices']],
  // Letters beyond ASCII, whatever the database's locale.
  ['ÄRGER ÉCOLE', ['ärger', 'ärger école', 'école']],
  ['« naïve » — “table” 数…', ['naïve', 'table']],
  // Compounds of words that a dictionary has; numbers in names; what is left of names with marks before them.
  ['pretrained namespaces', ['namespace', 'pretrain', 'pretrained namespaces']],
  [
    'ask Claude 3.5 Sonnet in 2024',
    ['2024', '3.5 sonnet', 'ask', 'claude', 'claude 3.5', 'claude 3.5 sonnet', 'sonnet'],
  ],
  ['_real_register', ['real', 'real_register', 'register']],
  // Other languages, by their script or their function words: stems.
  ['Wie viele Bälle fing Josh Norman?', ['ball', 'fing', 'josh', 'josh norman', 'norman']],
  ['كم عدد الاستحواذات في PostgreSQL؟', ['postgresql', 'استحواذ']],
  ['Где базы данных?', ['баз', 'дан']],
  ['42 and 1,000.50', []],
  ['', []],
])('%j asks for %j', async (query, keywords) => {
  expect(await asked(query)).toEqual(keywords)
})

test('no question asks for nothing', async () => {
  expect(await asked(null)).toEqual([])
})

test('at least 95 % of the single words that extraction finds in a question are asked for', async () => {
  const extractor = createExtractor()
  const wanted: string[] = []
  const missing: string[] = []
  for (const question of questions()) {
    const keywords = new Set(await asked(question))
    for (const word of extractor.extractText(question).keywords.filter((keyword) => !keyword.includes(' '))) {
      wanted.push(word)
      if (!keywords.has(word)) missing.push(word)
    }
  }
  expect(wanted.length).toBeGreaterThan(200)
  expect(1 - missing.length / wanted.length, missing.join()).toBeGreaterThan(0.95)
})

test('a text of any length is answered, and what stands first counts', async () => {
  const keywords = await asked(`pgvector ${'lorem ipsum '.repeat(100_000)}`)
  expect(keywords).toContain('pgvector')
})

test('a database that knows bytes only asks for words beyond ASCII as they are written', async () => {
  const bytes = await createTestDatabase(undefined, 'SQL_ASCII')
  try {
    await makeSearchable(bytes)
    expect(await asked('Réparer les indices', bytes)).toEqual([
      'index',
      'les',
      'les index',
      'les indices',
      'réparer',
      'réparer les',
      'réparer les index',
      'réparer les indices',
    ])
  } finally {
    await bytes.drop()
  }
})

/** The sentences of this project's documentation. */
function questions(): string[] {
  const texts = readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(`docs/${file}`, 'utf8'))
  const sentences = texts.flatMap((text) => text.match(/[A-Z][^.|`\n]{30,120}\./g) ?? [])
  return sentences.slice(0, 200)
}
