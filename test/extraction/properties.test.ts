import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Extraction } from '../../src/extraction/breadcrumb.ts'
import { createExtractor } from '../../src/extraction/extractor.ts'
import { FAKE_CREDENTIALS, ORDINARY_SENTENCES, ORDINARY_STRINGS } from './credentials/samples.ts'

const extractor = createExtractor()

/** Any characters there are, lone surrogates and U+0000 among them, and texts that look like what people write. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom(...ORDINARY_STRINGS, ...ORDINARY_SENTENCES), { maxLength: 60 })
    .map((words) => words.join(' ')),
  fc
    .array(
      fc.constantFrom(
        '# ',
        '```',
        '[',
        '](',
        ')',
        '|',
        '\n',
        '<',
        '>',
        '"',
        "'s ",
        '…',
        'Ada',
        'agents',
        '    ',
      ),
    )
    .map((marks) => marks.join('')),
)
const anyContext = fc.oneof(
  anyText,
  fc.jsonValue(),
  fc.object({ key: anyText, values: [anyText, fc.integer(), fc.constant(null), fc.boolean()], maxDepth: 4 }),
)
const anyBreadcrumb = fc.record({
  title: anyText,
  description: fc.option(anyText),
  context: anyContext,
  schemaName: fc.option(
    fc.oneof(anyText, fc.constantFrom('note.v1', 'tool.code.v1', 'browser.page.context.v1')),
  ),
  sensitivity: fc.constantFrom('low' as const, 'pii' as const),
})

/** Such as a lower-case letter that composes with its accent where the capital does not. */
const TRICKY_TEXTS = [
  'J̌urek',
  'İstanbul ÀÉ',
  'ΟΔΥΣΣΕΥΣ',
  'ﬁle ﬀ ẞ',
  `${'漢'.repeat(999)}𠀀𠀁`,
  '\ud83d ok \u0000 \udc00',
  'A\u{10140} a\u0483b',
]

function expectWellFormed({ keywords, weights, entities, skipReason }: Extraction): void {
  expect(keywords.length).toBeLessThanOrEqual(64)
  expect([...new Set(keywords)].sort()).toEqual(keywords)
  expect(weights).toHaveLength(keywords.length)
  for (const weight of weights) expect(weight).toSatisfy(isByte)
  expect(skipReason === undefined).toBe(keywords.length > 0)
  for (const keyword of keywords) {
    expect(keyword.length).toBeGreaterThanOrEqual(2)
    expect(keyword.length).toBeLessThanOrEqual(64)
    expect(keyword).toBe(keyword.toLowerCase().normalize('NFC'))
    expect(keyword).toMatch(/[\p{L}\p{N}]/u)
    expect(keyword).not.toMatch(/[\p{Cc}\p{Cs}]/u)
  }
  for (const values of Object.values(entities)) {
    expect(values.length).toBeGreaterThan(0)
    expect([...new Set(values)].sort()).toEqual(values)
    for (const value of values) expect(value).not.toMatch(/[\p{Cc}\p{Cs}]/u)
  }
}

function isByte(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 1 && weight <= 255
}

it('any text gives keywords that are bounded, sorted, lower-case, composed and printable', () => {
  fc.assert(
    fc.property(anyText, (text) => expectWellFormed(extractor.extractText(text))),
    { numRuns: 200, examples: TRICKY_TEXTS.map((text) => [text]) },
  )
})

it('any breadcrumb does, whatever its context, schema and sensitivity', () => {
  fc.assert(
    fc.property(anyBreadcrumb, (breadcrumb) => expectWellFormed(extractor.extract(breadcrumb))),
    { numRuns: 200 },
  )
})

it('a text gives the same result before and after others were read, and in a new extractor', () => {
  const fresh = createExtractor()
  fc.assert(
    fc.property(anyText, fc.array(anyText, { maxLength: 5 }), (text, others) => {
      const before = JSON.stringify(extractor.extractText(text))
      for (const other of others) extractor.extractText(other)
      expect(JSON.stringify(extractor.extractText(text))).toBe(before)
      expect(JSON.stringify(fresh.extractText(text))).toBe(before)
    }),
    { numRuns: 150 },
  )
})

it('no credential survives, wherever it stands in whatever text', () => {
  const around = fc.tuple(
    anyText,
    fc.constantFrom(' ', '\n', ', ', ' ("', ' `', '\t', '=', '/', '…', '漢', '**'),
    fc.constantFrom(' ', '\n', '") ', '` ', '&b=1', '(', '…', '漢', '**'),
    anyText,
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(FAKE_CREDENTIALS)),
      around,
      (secret, [before, open, close, after]) => {
        const text = before + open + secret + close + after
        expectSecretGone(extractor.extractText(text), secret)
        expectSecretGone(
          extractor.extract({ title: 'Settings', context: { list: [{ value: text }] } }),
          secret,
        )
      },
    ),
    { numRuns: 200 },
  )
})

/** Every stretch of this many characters of a credential is taken for telling. */
const TELLING = 12

function expectSecretGone(extraction: Extraction, secret: string): void {
  const found = JSON.stringify(extraction).toLowerCase()
  const longest = secret
    .split(/[^A-Za-z0-9]+/)
    .reduce((a, b) => (b.length > a.length ? b : a), '')
    .toLowerCase()
  for (let at = 0; at + TELLING <= longest.length; at += 1) {
    expect(found).not.toContain(longest.slice(at, at + TELLING))
  }
}
