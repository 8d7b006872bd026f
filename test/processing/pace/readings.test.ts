import { expect, test } from 'vitest'
import type { Load } from '../../../src/database/health/load.ts'
import { Readings } from '../../../src/processing/pace/readings.ts'
import type { Budgets, Signal } from '../../../src/processing/pace/signals.ts'

const BUDGETS: Budgets = {
  ...{ commits: 1, backends: 1, wal: 100e6, lag: 10, archive: 1e9, vacuum: 30, slowdown: 2 },
}
const CALM = { activeOthers: 0, lateOthers: 1, replicaLag: 0, vacuuming: 0 }

function load(change: Partial<Load> = {}): Load {
  return { at: 100, walPosition: 0, unarchivedBytes: null, workMs: 2, seen: CALM, ...change }
}

function share(readings: Readings, signal: Signal): number | undefined {
  return readings.all.find((each) => each.signal === signal)?.share
}

function words(readings: Readings, signal: Signal): string | undefined {
  return readings.all.find((each) => each.signal === signal)?.words
}

test('each signal is told in its own unit, beside its budget', () => {
  const readings = new Readings(BUDGETS, 4)
  readings.saved(420, 0)
  readings.loaded(
    load({ unarchivedBytes: 300e6, seen: { ...CALM, activeOthers: 3, replicaLag: 13, vacuuming: 6 } }),
    0,
  )
  readings.loaded(
    load({
      at: 102,
      walPosition: 104e6,
      unarchivedBytes: 300e6,
      seen: { ...CALM, activeOthers: 3, replicaLag: 13, vacuuming: 6 },
    }),
    2_000,
  )
  expect(readings.all.map(({ signal, words }) => [signal, words])).toEqual([
    ['commits', '420 of 1000 ms'],
    ['backends', '0.8 of 1'],
    ['wal', '52 of 100 MB/s'],
    ['lag', '13 of 10 s'],
    ['archive', '300 of 1000 MB'],
    ['vacuum', '6 of 30 s'],
    ['slowdown', '1 of 2 times'],
  ])
  expect(share(readings, 'lag')).toBeCloseTo(1.3)
  expect(share(readings, 'slowdown')).toBe(0)
})

test('what is noisy counts smoothed, what is hard at once', () => {
  const readings = new Readings(BUDGETS, 1)
  readings.loaded(load(), 0)
  readings.loaded(load({ at: 101, seen: { ...CALM, activeOthers: 10, replicaLag: 20 } }), 1_000)
  expect(share(readings, 'backends')).toBeLessThan(3)
  expect(share(readings, 'lag')).toBe(2)
})

test('the server is slow by its own best, and where others are there to suffer from it', () => {
  const readings = new Readings(BUDGETS, 1)
  const slow = (count: number, change: Partial<Load> = {}) => {
    for (let at = 0; at < count; at += 1) readings.loaded(load({ at, workMs: 3.6, ...change }), at)
  }
  readings.loaded(load({ workMs: 2 }), 0)
  slow(5)
  expect(share(readings, 'slowdown')).toBeCloseTo((5 * 0.8) / 6)
  slow(20)
  expect(share(readings, 'slowdown')).toBeCloseTo(0.8)
  expect(words(readings, 'slowdown')).toBe('1.8 of 2 times')
  slow(1, { seen: { ...CALM, lateOthers: 0 } })
  expect(share(readings, 'slowdown')).toBe(0)
})

test('one piece of work that was slow by chance counts for little, one in four for much', () => {
  const readings = new Readings(BUDGETS, 1)
  const work = (count: number, disturbed: (at: number) => boolean) => {
    for (let at = 0; at < count; at += 1) readings.loaded(load({ at, workMs: disturbed(at) ? 400 : 2 }), at)
    return share(readings, 'slowdown')
  }
  expect(work(2, (at) => at === 1)).toBeCloseTo(2 / 5)
  expect(work(8, () => false)).toBeCloseTo(2 / 10)
  expect(work(20, (at) => at % 4 === 0)).toBeCloseTo(0.5)
  expect(work(20, () => false)).toBe(0)
})

test('what is off, and what may not be read, takes no part; the latter is told once', () => {
  const readings = new Readings({ ...BUDGETS, vacuum: Number.POSITIVE_INFINITY }, 1)
  expect(readings.loaded(load({ seen: null }), 0)).toEqual(['backends', 'lag'])
  expect(readings.loaded(load({ seen: null }), 0)).toEqual([])
  expect(readings.all.map(({ signal }) => signal)).toEqual(['commits', 'wal', 'archive', 'slowdown'])
})

test('what was not read yet is older than anything', () => {
  const readings = new Readings(BUDGETS, 1)
  expect(readings.all.every(({ at }) => at === Number.NEGATIVE_INFINITY)).toBe(true)
  readings.loaded(load(), 7)
  expect(readings.all.filter(({ at }) => at !== 7).map(({ signal }) => signal)).toEqual(['commits', 'wal'])
})

test('alone is where no other program did anything of late, and only where that can be seen', () => {
  const readings = new Readings(BUDGETS, 1)
  expect(readings.isAlone).toBe(false)
  readings.loaded(load({ seen: { ...CALM, lateOthers: 0 } }), 0)
  expect(readings.isAlone).toBe(true)
  readings.loaded(load({ at: 101 }), 1_000)
  expect(readings.isAlone).toBe(false)
  readings.loaded(load({ at: 102, seen: null }), 2_000)
  expect(readings.isAlone).toBe(false)
})
