import { expect, test } from 'vitest'
import { summarise } from '../../../src/commands/stats/summary.ts'
import type { StateCount } from '../../../src/database/records/count-states.ts'

const NOW = new Date()
const NOTHING_ELSE = { countedAt: NOW, finishedByHour: [], kinds: [], newestFailures: [], lastRun: null }

/** Counts of so many schemas, and how often one of them was looked at. */
function countsOf(schemas: number): { counts: StateCount[]; looks: () => number } {
  let looks = 0
  const counts = Array.from({ length: schemas }, (_, number): StateCount => {
    const count = {
      schemaName: `schema.number${number}.v1`,
      state: 'pending',
      reason: null,
      extractor: null,
      count: 1,
      createdAt: NOW,
      updatedAt: NOW,
    } as const
    return new Proxy(count, {
      get: (target, key: keyof StateCount) => {
        looks += 1
        return target[key]
      },
    })
  })
  return { counts, looks: () => looks }
}

test('a summary looks at each count as often with 3,000 schemas as with 30', () => {
  const [few, many] = [countsOf(30), countsOf(3_000)]
  expect(summarise(few.counts, NOTHING_ELSE).schemas).toHaveLength(30)
  expect(summarise(many.counts, NOTHING_ELSE).schemas).toHaveLength(3_000)
  expect(many.looks() / 3_000).toBe(few.looks() / 30)
})
