import { expect, test } from 'vitest'
import { createExtractor, createReader } from '../../src/extraction/extractor.ts'

const read = createReader({})

const CONTENT = {
  title: 'The Bell Rock Lighthouse',
  tags: ['pgvector'],
  context: {
    note: 'Ada Lovelace reads https://example.com/docs with pgvector.',
    code: { source: 'const lampKeeper = 1' },
  },
  schemaName: 'tool.code.v1',
}

test('tells of each passage where it is and what was found there, and extracts the same', () => {
  const { extraction, passages } = read(CONTENT)
  expect(extraction).toEqual(createExtractor().extract(CONTENT))
  expect(passages.map(({ path }) => path)).toEqual(['title', 'tags', 'context.code.source', 'context.note'])
  expect(passages.find(({ path }) => path === 'context.note')).toMatchObject({
    text: CONTENT.context.note,
    found: { name: ['Ada Lovelace'], url: ['https://example.com/docs'] },
  })
  expect(passages.find(({ path }) => path === 'tags')?.found).toEqual({ concept: ['pgvector'] })
  expect(passages.find(({ path }) => path === 'context.code.source')?.found.identifier).toEqual([
    'lampKeeper',
  ])
})

test('everything that came out was found in some passage', () => {
  const { extraction, passages } = read(CONTENT)
  const found = new Set(
    passages.flatMap(({ found }) => Object.values(found).flat()).map((value) => value.toLowerCase()),
  )
  for (const value of [...extraction.keywords, ...Object.values(extraction.entities).flat()])
    expect(found).toContain(value.toLowerCase())
})

test('has no text of a secret breadcrumb', () => {
  const { passages } = read({ ...CONTENT, sensitivity: 'secret' })
  expect(passages).toEqual([])
})

test('withholds credentials, also those in addresses and in keys', () => {
  const { passages } = read({
    title: 'password: hunter2',
    context: {
      note: 'see https://u:geheim9@db.example.com/x and https://x.example.com/cb?code=Zk39sLq0&page=2#access_token=tk77',
      api_key: 'abc123def456ghi789',
      AKIAIOSFODNN7EXAMPLE: { note: 'keys in the lighthouse' },
    },
  })
  expect(JSON.stringify(passages)).not.toMatch(/hunter2|geheim9|Zk39sLq0|tk77|abc123|AKIA/)
  expect(JSON.stringify(passages)).toContain('https://x.example.com/cb?page=2')
})

test('shows of a personal breadcrumb what came out of it, but no text and no key that may be a name', () => {
  const { passages } = read({
    title: 'Call from Ada Lovelace about the tool',
    context: { 'Ada Lovelace': { phone: '+1 555 123 4567', note: 'lovelace asked for a tool' } },
    sensitivity: 'pii',
  })
  expect(JSON.stringify(passages)).not.toMatch(/ada|lovelace|555|asked for/i)
  expect(passages.map(({ path }) => path)).toContain('context.….note')
  expect(passages.flatMap(({ found }) => found.concept ?? [])).toContain('tool')
})
