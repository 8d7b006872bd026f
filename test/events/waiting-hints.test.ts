import { afterEach, expect, test, vi } from 'vitest'
import { WaitingHints } from '../../src/events/waiting-hints.ts'

function waiting(changes: Partial<ConstructorParameters<typeof WaitingHints>[0]> = {}): WaitingHints {
  return new WaitingHints({ maxWaiting: 5, batchSize: 2, batchMs: 20, ...changes })
}

afterEach(() => {
  vi.useRealTimers()
})

test('an id that waits is not added again', async () => {
  const hints = waiting()
  for (const id of ['a', 'a', 'b', 'a']) hints.add(id)
  expect(await hints.next()).toEqual({ kind: 'breadcrumbs', ids: ['a', 'b'] })
})

test('a full batch goes at once, a smaller one when its first id has waited its time', async () => {
  vi.useFakeTimers()
  const hints = waiting({ batchMs: 20, batchSize: 3 })
  const full = hints.next()
  for (const id of ['a', 'b', 'c']) hints.add(id)
  expect(await full).toEqual({ kind: 'breadcrumbs', ids: ['a', 'b', 'c'] })

  vi.advanceTimersByTime(1_000)
  const went: unknown[] = []
  const smaller = hints.next().then((hint) => went.push(hint))
  hints.add('d')
  await vi.advanceTimersByTimeAsync(15)
  hints.add('e')
  await vi.advanceTimersByTimeAsync(4)
  expect(went).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  await smaller
  expect(went).toEqual([{ kind: 'breadcrumbs', ids: ['d', 'e'] }])
})

test('what is too much for a batch goes with the next one', async () => {
  const hints = waiting({ batchMs: 20 })
  for (const id of ['a', 'b', 'c']) hints.add(id)
  expect(await hints.next()).toEqual({ kind: 'breadcrumbs', ids: ['a', 'b'] })
  expect(await hints.next()).toEqual({ kind: 'breadcrumbs', ids: ['c'] })
})

test('sweeps that are due are one, for the weightiest reason', async () => {
  const hints = waiting()
  for (const reason of ['overflow', 'connected', 'unreadable'] as const) hints.askForSweep(reason)
  hints.add('a')
  expect(await hints.next()).toEqual({ kind: 'gap', reason: 'connected' })
  expect(await hints.next()).toEqual({ kind: 'breadcrumbs', ids: ['a'] })
})

test('ids beyond the limit are dropped for one sweep, which comes first', async () => {
  const hints = waiting()
  expect(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a'].map((id) => hints.add(id))).toEqual([
    ...[true, true, true, true, true],
    ...[false, false, true],
  ])
  expect(await hints.next()).toEqual({ kind: 'gap', reason: 'overflow' })
  expect(await hints.next()).toEqual({ kind: 'breadcrumbs', ids: ['a', 'b'] })
})

test('a consumer that waits is woken by a sweep, an id and the end', async () => {
  const hints = waiting()
  const first = hints.next()
  hints.askForSweep('connected')
  expect(await first).toEqual({ kind: 'gap', reason: 'connected' })
  const second = hints.next()
  hints.add('a')
  expect(await second).toEqual({ kind: 'breadcrumbs', ids: ['a'] })
  const third = hints.next()
  hints.close()
  expect(await third).toBeUndefined()
})

test('a defect reaches the consumer', async () => {
  const hints = waiting()
  hints.fail(new Error('broken'))
  await expect(hints.next()).rejects.toThrow('broken')
})
