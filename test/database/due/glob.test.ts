import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventFilter } from '../../../src/events/filter.ts'
import { globMatcher, likePattern } from '../../../src/extraction/rules/glob.ts'
import { pathRules } from '../../../src/extraction/rules/path-rules.ts'
import { rulesFor } from '../../../src/extraction/rules/schema-rules.ts'

let client: pg.Client

beforeAll(async () => {
  client = new pg.Client({ connectionString: inject('serverUrl') })
  await client.connect()
})
afterAll(() => client.end())

/** What the filter of events, the rules for schemas and those for keys say, and what PostgreSQL does. */
async function verdicts(glob: string, name: string) {
  const { rows } = await client.query('SELECT $1::text LIKE ANY ($2::text[]) AS matches', [
    name,
    [likePattern(glob)],
  ])
  const event = { id: 'any', ownerId: undefined, schemaName: name }
  return {
    database: rows[0].matches as boolean,
    wanted: eventFilter({ schemas: [glob] })(event),
    unwanted: !eventFilter({ excludedSchemas: [glob] })(event),
    schemaRule: rulesFor(name, [{ schema: glob, paths: [] }]).length === 1,
    pathRule:
      pathRules([{ schema: '*', paths: [{ path: `context.${glob}`, kind: 'code' }] }]).treatmentOf(
        `context.${name}`,
      ).kind === 'code',
  }
}

function unanimous(matches: boolean) {
  return { database: matches, wanted: matches, unwanted: matches, schemaRule: matches, pathRule: matches }
}

test.each([
  ['note.v?', 'note.v1', true],
  ['note.v?', 'note.v12', false],
  ['note.v?', 'note.v', false],
  ['note.v?', 'note.v?', true],
  ['note.v?', 'note.v😀', true],
  ['note.*', 'note.', true],
  ['note.*', 'notes.v1', false],
  ['*.v1', 'note.v1\n', false],
  ['*', 'a\nb', true],
  ['a_c', 'abc', false],
  ['a%c', 'abc', false],
  ['a\\*', 'a\\b', true],
  ['a[bc]', 'ab', false],
  ['*a*b', 'xaxbxab', true],
  ['', 'a', false],
] as const)('%j matches %j: %s, whoever asks', async (glob, name, matches) => {
  // A dot joins keys, so that no key has one.
  const [key, keyGlob] = [name, glob].map((text) => text.replaceAll('.', '-')) as [string, string]
  expect(globMatcher(glob)(name)).toBe(matches)
  expect(await verdicts(keyGlob, key)).toEqual(unanimous(matches))
})

test('all who match globs agree', async () => {
  const sign = fc.constantFrom('a', 'b', 'é', '😀', '_', '%', '\\', '-', '$', '^', '(', '[', '\n', ' ')
  const name = fc.string({ unit: sign, minLength: 1, maxLength: 8 })
  const glob = fc.string({ unit: fc.oneof(sign, fc.constantFrom('*', '?')), minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(glob, name, async (glob, name) => {
      fc.pre(glob !== '**')
      expect(await verdicts(glob, name)).toEqual(unanimous(globMatcher(glob)(name)))
    }),
    { numRuns: 500 },
  )
})

test('a glob made of a name, of which parts became * and ?, matches that name', () => {
  const part = fc.record({
    text: fc.string({ unit: 'binary', maxLength: 3 }),
    as: fc.constantFrom('*', '?', '='),
  })
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const glob = parts.map(({ text, as }) =>
        as === '=' ? text : as === '*' ? '*' : '?'.repeat([...text].length),
      )
      expect(globMatcher(glob.join(''))(parts.map(({ text }) => text).join(''))).toBe(true)
    }),
  )
})

test('a name of 20,000 characters, made to be slow, is answered', () => {
  expect(globMatcher(`${'*a'.repeat(20)}*b`)('a'.repeat(20_000))).toBe(false)
})
