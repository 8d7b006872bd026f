import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { entriesInOrder } from '../../../src/extraction/passages/key-order.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const KEY = fc
  .oneof(
    fc.string({ maxLength: 4 }),
    fc.string({
      unit: fc.constantFrom('a', 'Z', '0', '9', 'é', '\ue000', '\uffee', '中', '𐀀', '😀'),
      maxLength: 4,
    }),
  )
  .filter((key) => !key.includes('\0'))

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('keys are taken in the order in which jsonb keeps them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(KEY, { maxLength: 12 }), async (keys) => {
      const object = Object.fromEntries(keys.map((key) => [key, 1]))
      const { rows } = await database.pool.query('SELECT jsonb_object_keys($1::jsonb) AS key', [
        JSON.stringify(object),
      ])
      expect(entriesInOrder(object).map(([key]) => key)).toEqual(rows.map(({ key }) => key))
    }),
    { numRuns: 300, examples: [[['zebra', 'ab', '10', '2']], [['\uffee', '𐀀', 'aaa', 'aaaa']]] },
  )
})

test('a breadcrumb gives the same keywords in whichever order its keys come', () => {
  const nouns =
    'harbour gateway engine mirror candle bridge orchard lantern valley meadow copper anchor'.split(' ')
  const sentences = (of: readonly string[]) => of.map((noun) => `The ${noun} is here.`).join(' ')
  const zebra = sentences(nouns.slice(0, 6))
  const ab = { 10: sentences(nouns.slice(6, 9)), c: [sentences(nouns.slice(9))] }
  const extractor = createExtractor({ maxKeywords: 6 })
  const extracted = (context: unknown) => extractor.extract({ title: 'Notes', context }).keywords
  const given = extracted({ zebra, ab })
  expect(given).toHaveLength(6)
  expect(extracted({ ab: { c: ab.c, 10: ab[10] }, zebra })).toEqual(given)
  expect(extracted(JSON.stringify({ zebra, ab }))).toEqual(given)
})
