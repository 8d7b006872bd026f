import { expect, test } from 'vitest'
import { nearestKeywords } from '../../src/search/nearest.ts'

test('for what is asked the keyword that is spelt most like it is named, where one is alike', () => {
  expect(nearestKeywords(['embeddings', 'storm'], ['bedding', 'embed', 'embedding'])).toEqual([
    { asked: 'embeddings', carried: 'embedding' },
  ])
})

test('without keywords on either side nothing is near', () => {
  expect(nearestKeywords(['storm'], [])).toEqual([])
  expect(nearestKeywords([], ['storm'])).toEqual([])
  expect(nearestKeywords(['x'], ['y'])).toEqual([])
})
