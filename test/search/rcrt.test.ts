import { expect, test } from 'vitest'
import { keywordsOfRcrt } from '../../src/search/rcrt.ts'

test('RCRT looks for its terms anywhere in the text, even inside other words, and for schema names', () => {
  expect(keywordsOfRcrt('Which agents capitalise on Tool.Code.v1, and recreate knowledge.v1?')).toEqual([
    ...['agent', 'agents', 'api', 'create', 'tool', 'tool.code.v1'],
  ])
})

test('a question without them asks for nothing', () => {
  expect(keywordsOfRcrt('Who keeps the lighthouse?')).toEqual([])
})
