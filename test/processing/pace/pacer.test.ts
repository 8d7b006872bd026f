import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Pacer } from '../../../src/processing/pace/pacer.ts'
import { type Pace, TRICKLE } from '../../../src/processing/pace/steering.ts'

const stop = new AbortController()
const SLOW: Pace = { rowsPerSecond: 100, rowsAtOnce: 25 }

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** Takes batches one after the other; gives when each was allowed, in milliseconds from now, and how much of it. */
function takes(pacer: Pacer, sizes: readonly number[]): [at: number, rows: number][] {
  const started = performance.now()
  const allowed: [number, number][] = []
  for (const size of sizes)
    void pacer.take(size, stop.signal).then((rows) => allowed.push([performance.now() - started, rows]))
  return allowed
}

test('without a limit nobody waits', async () => {
  const pacer = new Pacer(Number.POSITIVE_INFINITY)
  const allowed = takes(pacer, [500, 500, 500])
  await vi.advanceTimersByTimeAsync(0)
  expect(allowed).toEqual([
    [0, 500],
    [0, 500],
    [0, 500],
  ])
  expect(pacer.taken).toBe(1_500)
})

test('a rate is kept to in the order of those who ask', async () => {
  const allowed = takes(new Pacer(100), [50, 10, 50])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(allowed).toEqual([
    [0, 50],
    [500, 10],
    [600, 50],
  ])
})

test('the slower of rate and pace holds, and is told', async () => {
  const pacer = new Pacer(200)
  pacer.pace = SLOW
  expect(pacer.rowsAtOnce).toBe(25)
  const allowed = takes(pacer, [25, 25, 25])
  await vi.advanceTimersByTimeAsync(0)
  expect(pacer.heldBy).toBe('pace')
  pacer.ordered = 10
  expect(pacer.heldBy).toBe('rate')
  expect(pacer.rowsAtOnce).toBe(10)
  await vi.advanceTimersByTimeAsync(3_000)
  expect(allowed.length).toBe(3)
  expect(pacer.heldBy).toBeUndefined()
})

test('another pace holds for who waits already, too', async () => {
  const pacer = new Pacer(Number.POSITIVE_INFINITY)
  pacer.pace = TRICKLE
  const allowed = takes(pacer, [10, 10])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(allowed.length).toBe(1)
  pacer.pace = SLOW
  await vi.advanceTimersByTimeAsync(300)
  expect(allowed.length).toBe(2)
})

test('a trickle lets a small batch through in 30 s, whatever was claimed before', async () => {
  const pacer = new Pacer(Number.POSITIVE_INFINITY)
  pacer.pace = TRICKLE
  const allowed = takes(pacer, [500, 500, 500])
  await vi.advanceTimersByTimeAsync(90_000)
  expect(allowed.map(([at, rows]) => [Math.round(at / 1000), rows])).toEqual([
    [0, 10],
    [30, 10],
    [60, 10],
  ])
})

test('what was claimed at a faster pace counts in full', async () => {
  const pacer = new Pacer(Number.POSITIVE_INFINITY)
  pacer.pace = SLOW
  const allowed = takes(pacer, [500, 25])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(allowed.map(([at]) => at)).toEqual([0, 5_000])
})

test('once stopped nobody waits', async () => {
  const own = new AbortController()
  const pacer = new Pacer(1)
  const all = Promise.all([
    pacer.take(10, own.signal),
    pacer.take(10, own.signal),
    pacer.take(10, own.signal),
  ])
  own.abort()
  await expect(all).resolves.toEqual([10, 10, 10])
})
