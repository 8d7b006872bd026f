import { afterEach, expect, test, vi } from 'vitest'
import { Sweeper } from '../../../src/processing/watch/sweeper.ts'

let stop = new AbortController()
afterEach(() => stop.abort())

/** Sweeps nothing; `interval` is never over. */
function sweeper(sweep: () => Promise<void>): Sweeper {
  stop = new AbortController()
  return new Sweeper({ sweep, intervalMs: () => Number.POSITIVE_INFINITY, pauseMs: 1, stop: stop.signal })
}

test('a sweep that is asked for during a sweep follows it, and no two run at once', async () => {
  let running = 0
  const most: number[] = []
  const sweep = vi.fn(async () => {
    most.push(++running)
    if (sweep.mock.calls.length === 1) for (const _ of [1, 2, 3]) sweeps.request()
    await new Promise((resolve) => setImmediate(resolve))
    running--
  })
  const sweeps = sweeper(sweep)
  const ended = sweeps.run()
  sweeps.request()
  await vi.waitUntil(() => sweep.mock.calls.length >= 2, { timeout: 10_000 })
  stop.abort()
  await ended
  expect(most).toEqual([1, 1])
})

test('a sweep for a later moment is not forgotten over one that is due at once', async () => {
  const sweep = vi.fn(async () => undefined)
  const sweeps = sweeper(sweep)
  const ended = sweeps.run()
  sweeps.request(50)
  sweeps.request()
  await vi.waitUntil(() => sweep.mock.calls.length >= 2, { timeout: 10_000 })
  stop.abort()
  await ended
})

test('of three moments none is forgotten over the others', async () => {
  const sweep = vi.fn(async () => undefined)
  const sweeps = sweeper(sweep)
  const ended = sweeps.run()
  sweeps.request(3_600_000)
  sweeps.request(50)
  sweeps.request()
  await vi.waitUntil(() => sweep.mock.calls.length >= 2, { timeout: 10_000 })
  stop.abort()
  await ended
})

test('a failing sweep ends it', async () => {
  const sweeps = sweeper(() => Promise.reject(new Error('broken')))
  const ended = sweeps.run()
  sweeps.request()
  await expect(ended).rejects.toThrow('broken')
})
