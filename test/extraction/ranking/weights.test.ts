import { expect, it } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'

const extractor = createExtractor()

function weightOf(keyword: string, text: string): number {
  const { keywords, weights } = extractor.extractText(text)
  return weights[keywords.indexOf(keyword)] ?? 0
}

it('a word weighs more the more often a text speaks of it, less and less so', () => {
  const [once = 0, twice = 0, often = 0] = [1, 2, 20].map((times) =>
    weightOf('windmill', `The windmill turns. ${'A windmill stands there. '.repeat(times - 1)}`),
  )
  expect(twice).toBeGreaterThan(once)
  expect(often).toBeGreaterThan(twice)
  expect(often - twice).toBeLessThan(18 * (twice - once))
})

it('a word of a short text weighs more than one of a long text', () => {
  const long = `The windmill turns. ${'Bakers buy the grain of the valley every morning. '.repeat(50)}`
  expect(weightOf('windmill', 'The windmill turns.')).toBeGreaterThan(weightOf('windmill', long))
})

it('a phrase weighs less than its words, which count beside it', () => {
  const text = 'They repaired the garden wall.'
  expect(weightOf('garden wall', text)).toBeGreaterThan(0)
  expect(weightOf('garden wall', text)).toBeLessThan(weightOf('garden', text))
})

it('what stands before the cut keeps the weight of all its mentions', () => {
  const often = 'The windmill turns. '.repeat(9)
  const { keywords, weights } = extractor.extract({ title: 'Mill', tags: ['windmill'], context: often })
  const plain = extractor.extract({ title: 'Mill', context: often })
  expect(weights[keywords.indexOf('windmill')]).toBeGreaterThanOrEqual(
    plain.weights[plain.keywords.indexOf('windmill')] ?? 255,
  )
})
