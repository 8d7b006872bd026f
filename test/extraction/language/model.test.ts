import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { loadLanguageModel, type PlacedWord } from '../../../src/extraction/language/model.ts'

const model = loadLanguageModel()

function placed(text: string): PlacedWord[] {
  return text.split(' ').map((word) => ({ word: model.word(word), asName: false }))
}

it('every word gets one tag, however winkNLP would split it', () => {
  const anyWord = fc.oneof(
    fc.constantFrom(
      ...`don't can't gonna cannot o'clock e-mail state-of-the-art U.S. e.g. 3.14 1,000 C++ --dry-run a.b/c http://a.b @x #y 😀 漢字 'tis`.split(
        ' ',
      ),
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(anyWord, fc.boolean()), { maxLength: 20 }), (words) => {
      const sentence = words.map(([text, asName]) => ({ word: model.word(text), asName }))
      expect(model.tag(sentence)).toHaveLength(words.length)
    }),
    { numRuns: 300 },
  )
})

test('a word is tagged by what stands around it', () => {
  expect(model.tag(placed('the agent found a vector index'))).toEqual([
    'DET',
    'NOUN',
    'VERB',
    'DET',
    'NOUN',
    'NOUN',
  ])
  expect(model.tag(placed('to index'))[1]).toBe('VERB')
  expect(model.tag(placed('the index'))[1]).toBe('NOUN')
})

test('an unknown word is tagged by its ending, and whatever it is, shown as another', () => {
  const words = 'zorbing frobbed quuxly quuxable quux'.split(' ').map((text) => model.word(text))
  expect(words.some(({ known }) => known)).toBe(false)
  expect(words.map((word) => model.tag([{ word, asName: false }])[0])).toEqual([
    'VERB',
    'VERB',
    'ADV',
    'ADJ',
    'NOUN',
  ])
  expect(new Set(['frobbing', 'quuxed', 'flimming'].map((text) => model.word(text).common)).size).toBe(1)
})

test('contractions say nothing, and what they are without their apostrophe may', () => {
  expect(["don't", 'I’ve', "we'll"].map((text) => model.word(text).stop)).toEqual([true, true, true])
  expect(model.word('IAM').stop).toBe(false)
})
