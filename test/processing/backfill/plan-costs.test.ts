import { expect, test } from 'vitest'
import type { BatchCost } from '../../../src/database/claims/trial.ts'
import type { Storage } from '../../../src/database/records/storage.ts'
import { secondsOf } from '../../../src/processing/backfill/plan-costs.ts'

/** A row: 1 ms of a core to extract, 2 ms for the rest, of which .5 ms this process's own. */
const SPEED = { perSecond: 2_000, cpuSecondsPerRow: 0.001 }
const BATCH: BatchCost = { rows: 100, written: 100, milliseconds: 200, ownMilliseconds: 50 }
const ROWS = 100_000

test.each([
  ['where the server is here, it shares the cores with all of a batch', true, 2, (1 + 2) / 2],
  ['with many cores, what this process does for batches is the limit', true, 64, 0.5],
  ['elsewhere, the server does one batch at a time', false, 2, 2],
])('%s', (_, isHere, cores, millisecondsPerRow) => {
  const seconds = secondsOf(ROWS, SPEED, BATCH, storage(isHere), { cores, maxRate: Number.POSITIVE_INFINITY })
  const beside = seconds / ((ROWS * millisecondsPerRow) / 1000)
  expect(beside).toBeGreaterThanOrEqual(1)
  expect(beside).toBeLessThan(1.2)
})

test('no run is faster than it may be', () => {
  expect(secondsOf(ROWS, SPEED, BATCH, storage(true), { cores: 64, maxRate: 100 })).toBe(1_000)
})

function storage(isHere: boolean): Storage {
  return {
    ...{
      rows: ROWS,
      tableBytes: 0,
      indexBytes: 0,
      scatteredPages: [],
      orderedPages: 0,
      fullPageWrites: true,
      isHere,
    },
    ...{ checkpointSeconds: 300, maxWalBytes: 1e9, dataDirectory: null, replicas: [] },
  }
}
