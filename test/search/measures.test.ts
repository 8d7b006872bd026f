import { expect, test } from 'vitest'
import { firstRank, ndcg, recall } from '../../src/search/measures.ts'

test('a ranking with everything relevant in front is perfect, one without anything is worth nothing', () => {
  const relevant = new Set(['a', 'b'])
  expect(ndcg(['b', 'a', 'x'], relevant, 10)).toBe(1)
  expect(ndcg(['x', 'y'], relevant, 10)).toBe(0)
  expect(ndcg([], relevant, 10)).toBe(0)
})

test('what is relevant counts less the later it comes, and not at all behind the first ten', () => {
  const relevant = new Set(['a'])
  expect(ndcg(['x', 'a'], relevant, 10)).toBeCloseTo(1 / Math.log2(3))
  expect(ndcg([...'0123456789', 'a'], relevant, 10)).toBe(0)
})

test('recall is the share of what is relevant among the first', () => {
  expect(recall(['a', 'x', 'b'], new Set(['a', 'b', 'c', 'd']), 2)).toBe(0.25)
})

test('the first right rank counts from 1', () => {
  expect(firstRank(['x', 'a', 'b'], new Set(['b', 'a']))).toBe(2)
  expect(firstRank(['x'], new Set(['a']))).toBeNull()
})
