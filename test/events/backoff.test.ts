import { describe, expect, test } from 'vitest'
import { Backoff } from '../../src/events/backoff.ts'
import { StreamFailure } from '../../src/events/stream-failure.ts'

const closed = new StreamFailure('closed', 'closed')

function delays(backoff: Backoff, failures: readonly StreamFailure[]): number[] {
  return failures.map((failure) => backoff.delayAfter(failure))
}

describe('the delay between attempts', () => {
  test('has full jitter under a limit that doubles from 1 s to 30 s', () => {
    const longest = new Backoff({ random: () => 1 })
    expect(delays(longest, Array(7).fill(closed))).toEqual([1e3, 2e3, 4e3, 8e3, 16e3, 30e3, 30e3])
    const shortest = new Backoff({ random: () => 0 })
    expect(delays(shortest, [closed, closed])).toEqual([0, 0])
  })

  test('stays short while nobody listens, so that events flow soon after the return', () => {
    const backoff = new Backoff({ random: () => 1 })
    const unreachable = new StreamFailure('unreachable', 'refused')
    expect(delays(backoff, Array(5).fill(unreachable))).toEqual([1e3, 2e3, 4e3, 4e3, 4e3])
  })

  test('is never less than the server asks for', () => {
    const backoff = new Backoff({ random: () => 0 })
    expect(backoff.delayAfter(new StreamFailure('refused', '429', { retryAfterMs: 7_000 }))).toBe(7_000)
  })

  test('starts again after a reset', () => {
    const backoff = new Backoff({ random: () => 1 })
    delays(backoff, [closed, closed, closed])
    backoff.reset()
    expect(backoff.delayAfter(closed)).toBe(1_000)
  })
})
