import { expect, it } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'

const extractor = createExtractor()
const termsOf = (text: string) => extractor.extractText(text).entities.term ?? []

it.each([
  ['The connection pool keeps idle connections open.', ['connection pool', 'idle connections']],
  [
    'It uses supervised learning and machine learning models.',
    ['machine learning models', 'supervised learning'],
  ],
  [
    'The embedding model and the ticket routing classifier are slow.',
    ['embedding model', 'ticket routing classifier'],
  ],
  [
    'A privacy-focused browser has comma-separated lists.',
    ['comma-separated lists', 'privacy-focused browser'],
  ],
])('a noun phrase is a term: %s', (text, terms) => {
  expect(termsOf(text)).toEqual(terms)
})

it.each([
  ['It works according policy rules say.', ['policy rules']],
  ['Changes requiring manual approval wait.', ['manual approval']],
  ['They wait for changes including database migrations.', ['database migrations']],
  ['Use existing tag names.', ['existing tag names']],
  ['Create migration files.', ['migration files']],
  ['It failed. Add backup jobs, then download log files.', ['backup jobs', 'log files']],
  ['The customer database failed today.', ['customer database']],
  ['We met the support team today', ['support team']],
  ['Rotating database credentials', ['database credentials']],
  ['Use HNSW indexes.', ['hnsw indexes']],
  ['Tune pgvector queries. It helps.', ['pgvector queries']],
])('what is no part of it stays out: %s', (text, terms) => {
  for (const term of terms) expect(termsOf(text)).toContain(term)
  for (const term of termsOf(text))
    expect(term).not.toMatch(
      /according|requiring|including|^use |^tune |^create |^add |download|today|rotating/,
    )
})
