import { describe, expect, it } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'

const extractor = createExtractor()
const identifiersIn = (text: string): readonly string[] =>
  extractor.extractText(text).entities.identifier ?? []

const PLACES: readonly (readonly [string, (name: string) => string])[] = [
  ['prose', (name) => `We looked at ${name} for an hour.`],
  ['the end of a sentence', (name) => `Nobody had looked at ${name}.`],
  ['brackets', (name) => `Another one (${name}) was looked at.`],
  ['a code span', (name) => `We looked at \`${name}\`, too.`],
  ['bold', (name) => `We looked at **${name}** there.`],
  ['fenced code', (name) => `A sentence.\n\n\`\`\`\n${name}\n\`\`\`\n`],
]

/** By the kinds that there are. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  camelCase: ['createAgentRunner', 'HttpRequestError', 'XMLHttpRequest', 'useEffect', 'HashMapEntry'],
  snake_case: ['max_retries', 'pg_stat_activity', 'user_id'],
  'kebab-case': ['gpt-4o-mini', 'all-MiniLM-L6-v2', 'wink-eng-lite-web-model', 'js-yaml', 'strip-ansi'],
  'dotted paths': ['console.log', 'process.env.PORT', 'java.util.HashMap', 'app.current_owner_id'],
  '`::` paths': ['std::collections::HashMap', 'tokio::spawn'],
  constants: ['MAX_DB_CONNECTIONS', 'DATABASE_URL'],
  'file paths': ['src/main.ts', '/etc/hosts', './run.sh', '~/.config/rcrt', 'tsconfig.json', '.gitignore'],
  packages: ['@types/node', '@electric-sql/pglite'],
  flags: ['--dry-run', '--max-keywords'],
  commands: ['npm run build', 'git commit --amend', 'docker compose up', 'npm install'],
}

describe.each(Object.entries(NAMES))('%s', (_kind, names) => {
  it.each(PLACES)('are identifiers in %s', (_place, embed) => {
    for (const name of names)
      expect([name, identifiersIn(embed(name))]).toEqual([name, expect.arrayContaining([name])])
  })
})

it.each(['rcrt-entities', 'context-builder', 'font-size', 'billing-service'])(
  'two words with a hyphen are an identifier in code: %s',
  (name) => {
    expect(identifiersIn(`We looked at \`${name}\` there.`)).toContain(name)
    expect(identifiersIn(`A sentence.\n\n\`\`\`\n${name}\n\`\`\`\n`)).toContain(name)
  },
)

it.each([
  'A state-of-the-art, well-known and up-to-date tool.',
  'The decision-making of long-term, open-source and pre-trained ones.',
  'They have trade-offs: a never-before-seen part-of-speech tagger.',
  'Both and/or either, his/her work, e.g. this one.',
  'It was 10 p.m. in the U.S. then.',
  'Make sure to go. Docker is a tool and so is git, we think.',
])('words of English are none: %s', (text) => {
  expect(identifiersIn(text)).toEqual([])
})

it('languages of one letter and a sign are keywords', () => {
  const { keywords } = extractor.extractText('It was written in C++, not in C# or .NET.')
  expect(keywords).toEqual(['.net', 'c#', 'c++', 'net', 'write'])
})

it.each([
  ['Shipping to the U.S. and the U.K. is free.', ['u.k.', 'u.s.']],
  ['The AT&T R&D budget of a U.S.-based firm', ['at&t', 'r&d', 'u.s.']],
  ['Shares of S&P 500 firms, e.g. H&M, at 5 p.m.', ['s&p', 'h&m']],
])('letters that stand for words come out whole: %s', (text, words) => {
  const { keywords } = extractor.extractText(text)
  expect(keywords).toEqual(expect.arrayContaining(words))
  expect(keywords).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:e\.g|p\.m)/)]))
})

it('a version that is glued to a name leaves the name to be found', () => {
  const { keywords } = extractor.extractText(
    'Move from postgresql15 and iPhone15 to PostgreSQL16 with docker27',
  )
  expect(keywords).toEqual(
    expect.arrayContaining(['docker', 'docker27', 'iphone', 'postgresql', 'postgresql15', 'postgresql16']),
  )
  expect(keywords).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:postgre|sql16)$/)]))
})

it.each([
  ['src/server/main.ts:12:7 - error', 'src/server/main.ts'],
  ['at start (/app/agent/run-loop.js:10:5)', '/app/agent/run-loop.js'],
  ['app/models/user.rb:42:in `save`', 'app/models/user.rb'],
  ['lib/parse.c(33,4): error', 'lib/parse.c'],
  ['at file:///app/main.mjs:3:1', '/app/main.mjs'],
  ['in C:\\app\\src\\Main.cs:line 12', 'C:\\app\\src\\Main.cs'],
])('a path comes out whole, without the line behind it: %s', (text, path) => {
  expect(identifiersIn(text)).toContain(path)
})

it('names of two words are found in whole and in parts, in sentences and in code', () => {
  for (const text of ['The ContextBuilder is slow.', '```ts\nnew ContextBuilder(3)\n```'])
    expect(extractor.extractText(text).keywords).toEqual(
      expect.arrayContaining(['builder', 'context', 'contextbuilder']),
    )
  expect(extractor.extractText('We asked McKinsey about iOS.').keywords).not.toContain('kinsey')
})

it('words of programming languages that people ask for are keywords of code, others are not', () => {
  const { keywords } = extractor.extractText('```ts\nexport class Mill {\n  static turn(): void {}\n}\n```')
  expect(keywords).toContain('class')
  expect(keywords).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:export|static|void)$/)]))
})

it('plain numbers such as years are keywords, amounts, accounts and telephone numbers are not', () => {
  const { keywords } = extractor.extractText(
    'In 1992 the error 404 cost $1,250, ask 555 010 9999 about 48213377.',
  )
  expect(keywords.filter((keyword) => /\d/.test(keyword))).toEqual(['1992', '404'])
  expect(
    extractor.extract({ title: 'Call', context: 'Box 4711', sensitivity: 'pii' }).keywords,
  ).not.toContain('4711')
})

it('a command is a keyword whole and in parts', () => {
  const { keywords } = extractor.extractText('Somebody has to call `npm run build` there.')
  expect(keywords).toEqual(expect.arrayContaining(['build', 'npm', 'npm run build']))
})

it.each(['#ff8800', 'application/json', '2024-01-15T10:30:00Z', '6f1c2e9a-3b7d-4c58-9e21-0a4b6d8f7c13'])(
  'nothing of what is no language is an identifier, a hashtag or a keyword, marks around it or not: %s',
  (noise) => {
    for (const text of [`Set ${noise} there.`, `Set it (${noise}), then go.`, `Set "${noise}": done.`]) {
      const { entities, keywords } = extractor.extractText(text)
      expect(entities).not.toHaveProperty('identifier')
      expect(entities).not.toHaveProperty('hashtag')
      expect(keywords.filter((keyword) => !['set', 'go', 'do'].includes(keyword))).toEqual([])
    }
  },
)
