import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { toDatabaseFault } from '../../../src/database/connection/fault.ts'
import type { Load } from '../../../src/database/health/load.ts'
import { Pacer } from '../../../src/processing/pace/pacer.ts'
import type { Signal } from '../../../src/processing/pace/signals.ts'
import { type PaceChange, TRICKLE } from '../../../src/processing/pace/steering.ts'
import { LoadWatch } from '../../../src/processing/pace/watch-load.ts'

const BUDGETS = { commits: 1, backends: 1, wal: 100e6, lag: 10, archive: 1e9, vacuum: 30, slowdown: 2 }
const CALM = { activeOthers: 0, lateOthers: 0, replicaLag: 0, vacuuming: 0 }

let pacer: Pacer
let read: () => Promise<Load>
let reads: number
let changes: PaceChange[]
let told: (string | readonly Signal[])[]
let watch: LoadWatch

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  pacer = new Pacer(Number.POSITIVE_INFINITY)
  read = async () => calm()
  ;[reads, changes, told] = [0, [], []]
  watch = new LoadWatch({
    ...{ pacer, budgets: BUDGETS, serverCores: 2 },
    read: () => {
      reads += 1
      return read()
    },
    observer: {
      began: () => {},
      paced: (change) => changes.push(change),
      unreadable: (signals) => told.push(signals),
      unread: (error) => told.push(error),
    },
  })
  watch.begin()
})
afterEach(() => void vi.useRealTimers())

function calm(seen: Load['seen'] = CALM): Load {
  return { at: performance.now() / 1000, walPosition: 0, unarchivedBytes: null, workMs: 2, seen }
}

/** A run that takes what it may, and saves it fast. */
async function workFor(seconds: number): Promise<void> {
  for (let quarter = 0; quarter < 4 * seconds; quarter += 1) {
    void pacer.take(pacer.rowsAtOnce, new AbortController().signal)
    watch.saved(10)
    await vi.advanceTimersByTimeAsync(250)
  }
}

test('what it decides holds for the work', async () => {
  const before = pacer.rowsAtOnce
  await workFor(10)
  expect(changes.map(({ direction }) => direction)).toContain('up')
  expect(pacer.rowsAtOnce).toBeGreaterThan(before)
  read = async () => calm({ ...CALM, replicaLag: 11 })
  await workFor(3)
  expect(pacer.rowsAtOnce).toBe(TRICKLE.rowsAtOnce)
})

test('where the load can not be read it grows no more, and says why once', async () => {
  await workFor(3)
  read = async () => {
    throw toDatabaseFault(new Error('it went away'), 'db.example.com')
  }
  await workFor(15)
  const { length } = changes
  await workFor(60)
  expect(changes.length).toBe(length)
  expect(told).toEqual([expect.stringContaining('it went away')])
})

test('where the load is slow to come it asks no second time, and grows no more', async () => {
  await workFor(3)
  read = () => new Promise(() => {})
  await workFor(16)
  const { length } = changes
  const asked = reads
  await workFor(60)
  expect([changes.length, reads]).toEqual([length, asked])
})

test('what it may not read it tells once, and goes by the rest', async () => {
  read = async () => calm(null)
  await workFor(10)
  expect(told).toEqual([['backends', 'lag', 'vacuum']])
  expect(changes.map(({ direction }) => direction)).toContain('up')
})

test('once it has ended it asks nothing', async () => {
  await watch.end()
  const asked = reads
  await vi.advanceTimersByTimeAsync(10_000)
  expect(reads).toBe(asked)
})
