import { expect, test } from 'vitest'
import { chunked } from '../../../src/processing/path/chunked.ts'

const itself = (size: number): number => size

test('chunks keep the order, and hold no more than their size', () => {
  expect(chunked([3, 3, 3, 1, 6, 1], itself, { size: 6 })).toEqual([[3, 3], [3, 1], [6], [1]])
})

test('what is larger stands alone', () => {
  expect(chunked([1, 9, 1], itself, { size: 6 })).toEqual([[1], [9], [1]])
})

test('chunks hold no more items than they may', () => {
  expect(chunked([1, 1, 1], itself, { size: 6, items: 2 })).toEqual([[1, 1], [1]])
})

test('nothing makes no chunk', () => {
  expect(chunked([], itself, { size: 6 })).toEqual([])
})
