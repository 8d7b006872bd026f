import { expect, test, vi } from 'vitest'
import { failureOf } from '../../../src/processing/path/attempts.ts'

const fault = { id: '00000000-0000-0000-0000-000000000001', version: 7, error: 'its thread died' }

test('there is a second and a third attempt, after 1 to 2 s and 2 to 4 s, and no fourth', () => {
  const backoffs = (random: number) => {
    vi.spyOn(Math, 'random').mockReturnValue(random)
    return [0, 1, 2].map((earlier) => failureOf(fault, earlier).retrySeconds)
  }
  expect(backoffs(0)).toEqual([1, 2, null])
  expect(backoffs(1)).toEqual([2, 4, null])
  vi.restoreAllMocks()
})

test('an attempt is counted, at the version that was read', () => {
  expect(failureOf(fault, 1)).toMatchObject({ ...fault, attempts: 2 })
})

test('an error is cut to what a record needs, and to what PostgreSQL can store', () => {
  expect(failureOf({ ...fault, error: 'x'.repeat(501) }, 0).error).toBe('x'.repeat(500))
  expect(failureOf({ ...fault, error: 'nul\0, half\ud83d' }, 0).error).toBe('nul�, half�')
})
