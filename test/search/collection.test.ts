import { expect, test } from 'vitest'
import { type Carrier, Collection } from '../../src/search/collection.ts'

const carrier = (id: string, keywords: readonly string[], schema: string | null = 'note.v1'): Carrier => ({
  ...{ id, schema, keywords },
  weights: undefined,
})
const asked = { keywords: ['rare', 'common'], keywordsOfRcrt: ['common'], distances: null }

test('a rare keyword counts more than a common one, and what carries neither is not found', () => {
  const collection = new Collection(
    [carrier('a', ['common']), carrier('b', ['common']), carrier('c', ['rare']), carrier('d', ['other'])],
    [],
  )
  expect(collection.rank(asked).keywords).toEqual(['c', 'a', 'b'])
})

test('a keyword that a breadcrumb is less about counts less; one without weights is about all of them', () => {
  const collection = new Collection(
    [
      { ...carrier('a', ['common']), weights: Uint8Array.of(100) },
      carrier('b', ['common']),
      { ...carrier('c', ['common']), weights: Uint8Array.of(200) },
    ],
    [],
  )
  expect(collection.rank(asked).keywords).toEqual(['b', 'c', 'a'])
})

test('what has no schema is found where none is excluded, and never in RCRT’s way', () => {
  const carriers = [
    carrier('a', ['common'], null),
    carrier('b', ['common'], 'secret.v1'),
    carrier('c', ['common']),
  ]
  expect(new Collection(carriers, []).rank(asked)).toMatchObject({
    ...{ keywords: ['a', 'b', 'c'], rcrt: ['b', 'c'] },
  })
  expect(new Collection(carriers, ['secret.v1']).rank(asked)).toMatchObject({ keywords: ['c'], rcrt: ['c'] })
})

test('vectors count for .6 of what is near; a zero vector comes first in RCRT’s way, as there', () => {
  const distances = new Map([
    ['a', 0.1],
    ['b', Number.NaN],
    ['c', 0.9],
    ['e', 0],
  ])
  const carriers = [...'abe'].map((id) => carrier(id, []))
  const collection = new Collection([...carriers, carrier('c', ['common']), carrier('d', ['common'])], [])
  const { ours, rcrt } = collection.rank({ ...asked, distances })
  // .6, .6 × .9, .4 + .6 × .1, .4 and nothing.
  expect(ours).toEqual(['e', 'a', 'c', 'd', 'b'])
  // NaN, .4 + .6 / 1.9, .6, .6 / 1.1 and .4.
  expect(rcrt).toEqual(['b', 'c', 'e', 'a', 'd'])
})
