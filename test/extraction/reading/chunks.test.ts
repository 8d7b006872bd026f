import { expect, it, test } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { endOfRun, startOfRun } from '../../../src/extraction/reading/chunks.ts'

it.each([
  ['gateway', 'gateway'],
  ['«gateway»,', 'gateway'],
  ['𞤀𞤣𞤤𞤢𞤥', '𞤀𞤣𞤤𞤢𞤥'],
  ['(𞤀𞤣𞤤𞤢𞤥)!', '𞤀𞤣𞤤𞤢𞤥'],
  ['_𞤀𞤣𞤤𞤢𞤥.', '𞤀𞤣𞤤𞤢𞤥'],
  ['🚀gateway🚀🚀', 'gateway'],
  ['20%', '20%'],
  ['\udc00gateway\ud83d', 'gateway'],
  ['🚀', ''],
])('a word keeps its letters, beyond the BMP too, and loses the marks around it: %s', (chunk, word) => {
  const start = startOfRun(chunk)
  expect(chunk.slice(start, endOfRun(chunk, start))).toBe(word)
})

test('a word in a script beyond the BMP is found with its last letter', () => {
  const { keywords, entities } = createExtractor().extractText('The school teaches 𞤆𞤵𞤤𞤢𞤪 daily')
  expect(entities.name).toEqual(['𞤆𞤵𞤤𞤢𞤪'])
  expect(keywords).toContain('𞤨𞤵𞤤𞤢𞤪')
})
