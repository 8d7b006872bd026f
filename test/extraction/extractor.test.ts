import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runExtract } from '../../src/commands/extract.ts'
import { createExtractor } from '../../src/extraction/extractor.ts'
import { fingerprintOf } from '../../src/extraction/fingerprint.ts'
import { parseRules } from '../../src/extraction/rules/parse-rules.ts'

const extractor = createExtractor()

it('never throws, stays bounded, repeats itself, and writes only what PostgreSQL stores', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (title, context) => {
      const breadcrumb = { title, context }
      const { keywords, entities } = extractor.extract(breadcrumb)
      expect(extractor.extract(breadcrumb)).toEqual({ ...extractor.extract(breadcrumb), keywords, entities })
      expect(keywords.length).toBeLessThanOrEqual(64)
      expect([...new Set(keywords)].sort()).toEqual(keywords)
      for (const keyword of keywords) {
        expect(keyword.length).toBeGreaterThanOrEqual(2)
        expect(keyword.length).toBeLessThanOrEqual(64)
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: U+0000 is what PostgreSQL refuses
      expect(JSON.stringify({ keywords, entities })).not.toMatch(/\u0000|\\u0000|\\ud[89a-f]/i)
    }),
  )
})

it('reads strings 100,000 levels deep', () => {
  let context: unknown = 'Ada Lovelace wrote it'
  for (let i = 0; i < 100_000; i += 1) context = { inner: context }
  expect(extractor.extract({ title: 'Deep', context }).keywords).toContain('ada lovelace')
})

it('withholds secret breadcrumbs and names of people in personal ones', () => {
  expect(extractor.extract({ title: 'Ada', sensitivity: 'secret' })).toEqual({
    entities: {},
    keywords: [],
    weights: [],
    skipReason: 'withheld',
  })
  const found = extractor.extract({
    title: 'Call from Ada Lovelace about the tool',
    context: 'ada@example.com and @ada, +1 555 123 4567, lovelace',
    sensitivity: 'pii',
  })
  expect(JSON.stringify(found).toLowerCase()).not.toMatch(/ada|lovelace|555/)
  expect(found.keywords).toContain('tool')
})

it('finds the vocabulary as words only, in the spelling of the contract and both numbers', () => {
  expect(extractor.extractText('Creating an agent').keywords).toEqual(
    expect.arrayContaining(['create', 'agent', 'agents']),
  )
  expect(extractor.extractText('a stage').keywords).not.toContain('tag')
})

it('reports all mistakes of a rules file, each with its path', () => {
  const { mistakes } = parseRules({
    schemas: [{ schema: 'a.v1', paths: [{ path: 'x', weight: 99 }] }],
    other: 1,
  })
  expect(mistakes?.map(({ path }) => path)).toEqual([
    'other',
    'schemas[0].paths[0].path',
    'schemas[0].paths[0].weight',
  ])
})

it('has the same fingerprint with and without the model, another one with other rules', () => {
  expect(fingerprintOf()).toBe(extractor.fingerprint)
  expect(fingerprintOf({ maxKeywords: 32 })).not.toBe(extractor.fingerprint)
})

it('extracts from a file of a breadcrumb and refuses what is none', () => {
  const name = 'note.json'
  expect(runExtract({ breadcrumb: '{"title":"Ada","schema_name":"note.v1"}', name }, {}).keywords).toContain(
    'ada',
  )
  expect(() => runExtract({ breadcrumb: '{"title":1}', name }, {})).toThrow(/title must be a string/)
})
