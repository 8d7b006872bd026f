import { expect, it } from 'vitest'
import type { BreadcrumbContent } from '../../../src/extraction/breadcrumb.ts'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { FAKE_CREDENTIALS } from '../credentials/samples.ts'

const extractor = createExtractor()
const LONG = Array.from({ length: 300 }, (_, i) => `windmill${String.fromCharCode(97 + (i % 26))}${i}x`).join(
  ' ',
)

const keywordsOf = (tags: readonly string[], others: Partial<BreadcrumbContent> = {}) =>
  extractor.extract({ title: 'Mill', tags, ...others }).keywords

it('tags without a colon are keywords as they stand, in lower case, beyond the limit', () => {
  const tags = ['browser-automation', 'Data Science', 'go', 'c++', 'thanks', 'agents']
  expect(keywordsOf(tags, { context: LONG })).toEqual(
    expect.arrayContaining(['agents', 'browser-automation', 'c++', 'data science', 'go', 'thanks']),
  )
  const strict = createExtractor({ maxKeywords: 1 }).extract({ title: 'Mill', tags, context: LONG })
  expect(strict.keywords).toEqual(expect.arrayContaining(['browser-automation', 'go']))
})

it('their words are found, too', () => {
  expect(keywordsOf(['browser-automation'])).toEqual(expect.arrayContaining(['automation', 'browser']))
})

it('tags with a colon route and say nothing', () => {
  expect(keywordsOf(['session:blue-fox', 'workspace:zeppelin', 'a:b:c'])).toEqual(['mill'])
})

it('unless a rule names their prefix', () => {
  const { keywords } = createExtractor({
    rules: { schemas: [{ schema: '*', paths: [{ path: 'tags.project', kind: 'keyword' }] }] },
  }).extract({ title: 'Mill', tags: ['project:Zeppelin', 'session:blue-fox'] })
  expect(keywords).toEqual(['mill', 'zeppelin'])
})

it('any number of tags gives at most as many keywords as there can be', () => {
  const tags = Array.from({ length: 1000 }, (_, i) => `tag${i}`)
  expect(keywordsOf(tags).length).toBe(256)
})

it('none of a secret breadcrumb', () => {
  expect(keywordsOf(['windmill'], { sensitivity: 'secret' })).toEqual([])
})

it('of a personal one, none that may name somebody', () => {
  const context = 'Mr Baker asked for a new wall.'
  const tags = ['jane', 'jane-doe', 'Smith', 'baker', 'tom.miller@example.com', 'invoice', 'garden-wall']
  const { keywords } = extractor.extract({ title: 'Call', tags, context, sensitivity: 'pii' })
  expect(keywords).toEqual(expect.arrayContaining(['garden-wall', 'invoice']))
  expect(keywords.join(' ')).not.toMatch(/jane|doe|smith|baker|miller/)
})

it.each(Object.values(FAKE_CREDENTIALS))('no credential: %#', (secret) => {
  const found = JSON.stringify(extractor.extract({ title: 'Mill', tags: [secret, `password=${secret}`] }))
  expect(found.toLowerCase()).not.toContain(secret.toLowerCase())
})

it('the language of a tool is a keyword', () => {
  const { keywords } = extractor.extract({
    title: 'Mill',
    schemaName: 'tool.code.v1',
    context: { code: { language: 'go', source: 'func main() {}' } },
  })
  expect(keywords).toContain('go')
})
