import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Shares } from '../../../src/processing/lanes/shares.ts'

function turns(shares: Shares, weights: readonly number[], count: number): number[] {
  const got = weights.map(() => 0)
  for (let turn = 0; turn < count; turn += 1) {
    const lane = shares.next(weights)
    if (lane !== undefined) got[lane] = (got[lane] ?? 0) + 1
  }
  return got
}

test('of as many turns as the weights add up to each lane has as many as its weight, time and again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }), (weights) => {
      const shares = new Shares(weights.length)
      const round = weights.reduce((sum, weight) => sum + weight, 0)
      expect(turns(shares, weights, round)).toEqual(weights)
      expect(turns(shares, weights, round)).toEqual(weights)
    }),
  )
})

test('turns are spread: one of a small share waits no longer than for its share', () => {
  const shares = new Shares(2)
  const order = Array.from({ length: 10 }, () => shares.next([4, 1]))
  expect(order).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 0, 0])
})

test('a lane that has nothing left gives its share to the others, and saves up none', () => {
  const shares = new Shares(3)
  expect(turns(shares, [8, 0, 1], 90)).toEqual([80, 0, 10])
  expect(turns(shares, [8, 1, 1], 100)).toEqual([80, 10, 10])
})

test('where nothing is left it is nobody’s turn', () => {
  expect(new Shares(2).next([0, 0])).toBeUndefined()
})
