import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createExtractor } from '../../src/extraction/extractor.ts'

const extractor = createExtractor()
const MEGABYTE = 1_048_576
/** Far more than any takes: a tokenizer that is quadratic needs hours. */
const HANG_LIMIT_MS = 120_000

const filled = (pattern: string): string =>
  pattern.repeat(Math.ceil(MEGABYTE / pattern.length)).slice(0, MEGABYTE)

const PATTERNS: readonly (readonly [string, string])[] = [
  [
    'base64',
    Buffer.from(Array.from({ length: 786_432 }, (_, i) => (i * 2_654_435_761) >>> 13)).toString('base64'),
  ],
  ['dashes', filled('-')],
  ['underscores', filled('_')],
  ['addresses without end', filled('http://')],
  ['addresses with hosts', filled('http://a.b/')],
  ['letters and dots', filled('a.')],
  ['apostrophes', filled("'")],
  ['letters and apostrophes', filled("a'")],
  ['hashes', filled('#')],
  ['one letter', filled('a')],
  ['one capital', filled('A')],
  ['brackets of links', filled('[](')],
  ['opened tags', filled('<a ')],
  ['words that assign', filled('password=')],
  ['sentences that tell a password', filled('password for a ')],
  ['headings of a table that holds passwords', filled('| password |\n|---|\n')],
  ['commands that log in', filled('docker login -u a ')],
  ['users of addresses', filled('://a:b')],
  ['keys that never end', filled('-----BEGIN PRIVATE KEY-----\n')],
  ['opened comments', filled('<!--')],
  ['images without end', filled('<img alt="a" ')],
  ['emphasis', filled('**a*')],
  ['code spans', filled('`a``')],
  ['links by reference', filled('[a][b][')],
  ['words with hyphens', filled('a-b-')],
  ['percent signs', filled('%41')],
  ['quotes', filled('"')],
  ['at signs', filled('a@')],
  ['digits and commas', filled('1,')],
  ['Chinese', filled('漢字')],
  ['identifiers of capitals', filled(`a${'NA'.repeat(40)}.x `)],
  ['tables under tables that hold passwords', filled('a|my password\n--|--\n')],
  ['words divided at line ends', filled('a-\n')],
  ['cells of a table that holds passwords', filled('a,password\nb,c\n')],
  ['rows without end', `INSERT INTO t (a, password) VALUES ${filled("('a','")}`],
  ['lists of names', filled('["a","password"],')],
  ['opened rows of HTML', filled('<tr><td>')],
  ['opened frames of a page', filled('<nav><div class="cookie ')],
  ['opened templates', filled('{{a ')],
  ['escapes', filled('\\u00fc\\x')],
  ['bytes of an e-mail', filled('=C3=\n')],
  ['passwords that change', filled('password was changed from a to ')],
  ['mnemonics', filled('mnemonic: witch collapse ')],
  ['flags of passwords', filled(' --password a')],
  ['codes of terminals', filled('\u001b]8;;a')],
  ['a secret that goes on for lines', `password: ${filled('x9q7Kz3W0v\n')}`],
]

/** Contexts that cost by their shape rather than by their text. */
const SHAPES: Readonly<Record<string, () => unknown>> = {
  'strings of one letter': () => Array<string>(256).fill('a'.repeat(4096)),
  'many short strings under a long path': () => nested(40, Array<string>(50_000).fill('ab')),
  'many long paths': () => Array.from({ length: 5_000 }, (_, i) => nested(40, `word${i}`)),
}

function nested(depth: number, value: unknown): unknown {
  let whole = value
  for (let level = 0; level < depth; level += 1) whole = { [`key${level}`.padEnd(80, '-')]: whole }
  return whole
}

it.each(Object.entries(SHAPES))('%s are read to their end', { timeout: HANG_LIMIT_MS }, (_name, shape) => {
  expect(extractor.extract({ title: 'Docker', context: shape() }).keywords).toContain('docker')
})

describe('1 MB of one pattern is read to its end', () => {
  it.each(PATTERNS)('%s', { timeout: HANG_LIMIT_MS }, (_name, text) => {
    const { keywords } = extractor.extract({
      title: 'Ada Lovelace',
      context: { before: text, after: 'Docker' },
    })
    expect(keywords).toContain('ada lovelace')
    expect(keywords.length).toBeLessThanOrEqual(64)
    extractor.extractText(`${text} ${text.slice(0, 1000)}`)
  })

  it.each(PATTERNS)('%s in lines of 200', { timeout: HANG_LIMIT_MS }, (_name, text) => {
    const lines = text.replace(/[\s\S]{199}/g, '$&\n')
    expect(extractor.extract({ title: 'Docker', context: lines }).keywords).toContain('docker')
  })
})

it.each(['a', 'a, ', 'jane, ', 'mr a ', 'from: a ', 'a@', 'regards\n'])(
  '1 MB of personal content of one pattern is read to its end: %j',
  { timeout: HANG_LIMIT_MS },
  (pattern) => {
    const personal = { title: 'Docker', context: filled(pattern), sensitivity: 'pii' } as const
    expect(extractor.extract(personal).keywords).toContain('docker')
  },
)

describe('text over 1 MB', () => {
  const prose = 'The gardener planted seventeen tomatoes beside the old windmill. '

  it('is cut, and the outcome says so', { timeout: HANG_LIMIT_MS }, () => {
    const context = { text: prose.repeat(17_000), after: 'Zanzibar' }
    const { keywords, truncated } = extractor.extract({ title: 'Garden', context })
    expect(truncated).toBe(true)
    expect(keywords).toContain('windmill')
    expect(keywords).not.toContain('zanzibar')
  })

  it('in many passages is cut between two of them', { timeout: HANG_LIMIT_MS }, () => {
    const context = [...Array.from({ length: 1100 }, () => prose.repeat(16)), 'Zanzibar']
    const { keywords, truncated } = extractor.extract({ title: 'Garden', context })
    expect(truncated).toBe(true)
    expect(keywords).not.toContain('zanzibar')
  })

  it('is not said of a text that is shorter', () => {
    expect(extractor.extract({ title: 'Garden', context: prose.repeat(100) }).truncated).toBeUndefined()
  })
})

describe('100,000 levels of nesting', () => {
  const nested = (wrap: (inner: unknown) => unknown): unknown => {
    let context: unknown = 'Ada Lovelace wrote it'
    for (let i = 0; i < 100_000; i += 1) context = wrap(context)
    return context
  }

  it.each([
    ['objects', (inner: unknown) => ({ inner })],
    ['lists', (inner: unknown) => [inner]],
    ['both, with text at every level', (inner: unknown) => ({ note: 'tool', list: [inner] })],
  ])('%s are read', { timeout: HANG_LIMIT_MS }, (_name, wrap) => {
    expect(extractor.extract({ title: 'Deep', context: nested(wrap) }).keywords).toContain('ada lovelace')
  })
})

it.each([
  ['U+0000', 'null\u0000byte in the Docker log'],
  ['a lone high surrogate', 'Docker \ud83d log'],
  ['a lone low surrogate', 'Docker \ude00log'],
  ['surrogates the wrong way round', 'Docker \ude00\ud83d log'],
  ['control characters', 'Docker\u0001\u0007\u001b[31m log\u009f'],
  ['emoji and their parts', 'Docker 👩‍👩‍👧‍👦🏳️‍🌈 log 😀 #😀tag @😀'],
  ['direction marks', 'Docker \u202eagol\u202c log\u200b\ufeff'],
])('what is written is valid for PostgreSQL: %s', (_name, text) => {
  const found = [
    extractor.extractText(text),
    extractor.extract({ title: text, description: text, context: { [text]: [text, `\`${text}\``] } }),
    extractor.extract({
      title: 'x',
      context: { code: { source: `const a = "${text}"` } },
      schemaName: 'tool.code.v1',
    }),
  ]
  const strings = found.flatMap(({ entities, keywords }) => [...keywords, ...Object.values(entities).flat()])
  expect(strings).toContain('docker')
  for (const written of strings) {
    expect(written).not.toMatch(/\p{Surrogate}/u)
    expect(written).not.toContain('\u0000')
  }
})

it('memory stays flat over a million distinct unknown words', () => {
  const grown = growthOf(() => {
    for (let text = 0; text < 50; text += 1) {
      const words = Array.from({ length: 20_000 }, (_, i) => madeUpWord(text * 20_000 + i))
      extractor.extractText(words.join(' '))
    }
  })
  expect(grown / MEGABYTE).toBeLessThan(20)
})

it('no word keeps the text alive that it was read in', () => {
  const prose = 'The gardener planted seventeen tomatoes. '.repeat(5_000)
  const grown = growthOf(() => {
    for (let text = 0; text < 200; text += 1)
      extractor.extractText(`${prose} Overgrown${madeUpWord(1_000_000 + text)} was seen.`)
  })
  expect(grown / MEGABYTE).toBeLessThan(20)
})

/** Bytes by which the heap has grown afterwards. */
function growthOf(work: () => void): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heap = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  extractor.extractText('The gardener planted seventeen tomatoes.')
  const before = heap()
  work()
  return heap() - before
}

/** A word of letters only that no dictionary has, a different one for each number. */
function madeUpWord(number: number): string {
  return `zq${[...number.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')}`
}
