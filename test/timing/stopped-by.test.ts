import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stoppedWithin } from '../../src/timing/stopped-by.ts'

const DAY_MS = 86_400_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test.each([1_000, 30 * DAY_MS])('a stop within %d ms comes when they are over, not before', async (ms) => {
  const stop = stoppedWithin(ms, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(ms - 1)
  expect(stop.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(stop.reason).toMatchObject({ name: 'TimeoutError' })
})

test('a stop within some time comes with the stop that it follows, for its reason', async () => {
  const given = new AbortController()
  const stop = stoppedWithin(30 * DAY_MS, given.signal)
  given.abort(new Error('enough'))
  await vi.advanceTimersByTimeAsync(30 * DAY_MS)
  expect(stop.reason).toEqual(new Error('enough'))
  expect(vi.getTimerCount()).toBe(0)
})
