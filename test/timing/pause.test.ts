import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pause } from '../../src/timing/pause.ts'

const DAY_MS = 86_400_000

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test.each([0, 1, 1_000, 24 * DAY_MS, 25 * DAY_MS, 30 * DAY_MS, 365 * DAY_MS])(
  'a pause of %d ms lasts so long, and no longer',
  async (ms) => {
    const { ended } = began(ms, new AbortController().signal)
    if (ms > 0) await vi.advanceTimersByTimeAsync(ms - 1)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(ms > 0 ? 1 : 0)
    expect(ended).toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  },
)

test.each([60_000, 30 * DAY_MS, Number.POSITIVE_INFINITY])(
  'a stop ends a pause of %d ms without an error, and leaves nothing behind',
  async (ms) => {
    const stop = new AbortController()
    const { ended } = began(ms, stop.signal)
    await vi.advanceTimersByTimeAsync(Math.min(ms, 60 * DAY_MS) - 1)
    expect(ended).not.toHaveBeenCalled()
    stop.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(ended).toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  },
)

test('a pause that was stopped before it began is over at once', async () => {
  await pause(30 * DAY_MS, AbortSignal.abort())
  expect(vi.getTimerCount()).toBe(0)
})

test('pauses that are over listen no longer for a stop', async () => {
  const stop = new AbortController()
  const remove = vi.spyOn(stop.signal, 'removeEventListener')
  const add = vi.spyOn(stop.signal, 'addEventListener')
  const { ended } = began(1, stop.signal)
  await vi.advanceTimersByTimeAsync(1)
  expect(ended).toHaveBeenCalled()
  expect(remove.mock.calls[0]?.slice(0, 2)).toEqual(add.mock.calls[0]?.slice(0, 2))
})

function began(ms: number, stop: AbortSignal) {
  const ended = vi.fn()
  void pause(ms, stop).then(ended)
  return { ended }
}
