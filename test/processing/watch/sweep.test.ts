import { expect, test } from 'vitest'
import { updatesSince } from '../../../src/processing/watch/sweep.ts'

const NOON = new Date('2026-11-23T12:00:00Z')

function minutesBefore(minutes: number): Date {
  return new Date(NOON.getTime() - minutes * 60_000)
}

/** A sweep at noon, the last one having begun a minute before. */
function sinceFor({ oldestOpen = 1, full = 30 }: { oldestOpen?: number; full?: number }): Date | undefined {
  return updatesSince(NOON, {
    startedAt: minutesBefore(1),
    oldestOpenAt: minutesBefore(oldestOpen),
    fullAt: minutesBefore(full),
  })
}

test.each([
  ['nothing was open', { oldestOpen: 1 }, 3],
  ['a transaction of 20 minutes was open', { oldestOpen: 20 }, 22],
  ['a transaction of three days was open', { oldestOpen: 3 * 24 * 60 }, 61],
])('where %s during the last sweep, the next looks at what was updated since', (_, times, minutes) => {
  expect(sinceFor(times)).toEqual(minutesBefore(minutes))
})

test('the first sweep and one an hour look at all updates', () => {
  expect(updatesSince(NOON, undefined)).toBeUndefined()
  expect(sinceFor({ full: 59 })).toBeDefined()
  expect(sinceFor({ full: 60 })).toBeUndefined()
})
