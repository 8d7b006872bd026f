import { describe, expect, test } from 'vitest'
import { type Reading, SIGNALS, type Signal } from '../../../src/processing/pace/signals.ts'
import { type PaceChange, Steering, TRICKLE } from '../../../src/processing/pace/steering.ts'

const FIRST = new Steering(0).pace.rowsPerSecond
const HARD: readonly Signal[] = ['lag', 'archive', 'vacuum']

type Shares = Partial<Record<Signal, number>>

/** Steers second by second, as the loop does, a run that takes all that it is allowed. */
class Drive {
  readonly steering = new Steering(0)
  isAlone = false
  readonly changes: (PaceChange & { readonly second: number })[] = []
  second = 0
  #taken = 0
  readonly #readAt = new Map<Signal, number>()
  readonly #shares = new Map<Signal, number>()

  get rate(): number {
    return this.steering.pace.rowsPerSecond
  }

  /** @param options.frozen signals that are read no more; `used` is the part of the pace that the run takes. */
  for(
    seconds: number,
    sharesAt: Shares | ((second: number) => Shares),
    { frozen = [], used = 1 }: { frozen?: readonly Signal[]; used?: number } = {},
  ): this {
    for (const end = this.second + seconds; this.second < end; ) {
      this.second += 1
      this.#taken += used * this.rate
      this.#read(typeof sharesAt === 'function' ? sharesAt(this.second) : sharesAt, frozen)
      const readings = [...this.#readAt].map(([signal, at]) => this.#reading(signal, at))
      const { isAlone } = this
      const change = this.steering.steer({ readings, isAlone, taken: this.#taken, now: this.second * 1000 })
      if (change) this.changes.push({ ...change, second: this.second })
    }
    return this
  }

  #read(shares: Shares, frozen: readonly Signal[]): void {
    for (const signal of SIGNALS) {
      if (frozen.includes(signal)) continue
      this.#readAt.set(signal, this.second * 1000)
      this.#shares.set(signal, shares[signal] ?? 0)
    }
  }

  #reading(signal: Signal, at: number): Reading {
    return { signal, at, share: this.#shares.get(signal) ?? 0, words: '' }
  }
}

/** At a pace that it reached by itself, after half a minute of calm. */
function rolling(): Drive {
  const drive = new Drive().for(30, { wal: 0.1 })
  drive.changes.length = 0
  return drive
}

describe('the greatest share of a budget steers', () => {
  test.each([
    [0.01, 'grows'],
    [0.39, 'grows'],
    [0.4, 'holds'],
    [0.7, 'holds'],
    [0.71, 'sheds a step'],
    [0.99, 'sheds a step'],
    [1, 'is halved'],
    [5, 'is halved'],
  ])('at %s of it the pace %s', (share, outcome) => {
    const drive = rolling()
    const before = drive.rate
    drive.for(2, { wal: share, slowdown: share / 2 })
    const factor = { grows: 1.4, holds: 1, 'sheds a step': 1 / 1.4, 'is halved': 1 / 2 }[outcome]
    expect(drive.rate / before).toBeCloseTo(factor ?? Number.NaN)
    if (outcome !== 'holds') expect(drive.changes).toMatchObject([{ cause: { signal: 'wal', share } }])
  })

  test('whichever signal it is of', () => {
    for (const signal of SIGNALS) {
      const drive = rolling().for(2, { [signal]: 0.8 })
      expect(drive.changes).toMatchObject([{ direction: 'down', cause: { signal } }])
    }
  })

  test('alone on the server it grows to four times instead of by a step, and is slowed down as ever', () => {
    const drive = rolling()
    drive.isAlone = true
    const before = drive.rate
    expect(drive.for(2, { wal: 0.39 }).rate / before).toBeCloseTo(4)
    expect(drive.for(2, { wal: 0.5 }).rate / before).toBeCloseTo(4)
    expect(drive.for(1, { wal: 0.8 }).rate / before).toBeCloseTo(4 / 1.4)
  })

  test('without a signal nothing changes', () => {
    const steering = new Steering(0)
    expect(steering.steer({ readings: [], isAlone: true, taken: 10_000, now: 60_000 })).toBeUndefined()
  })
})

describe('between two changes it waits until the first one shows', () => {
  test('2 s to grow', () => {
    const { changes } = new Drive().for(10, {})
    expect(changes.map(({ second }) => second)).toEqual([3, 5, 7, 9])
  })

  test('5 s to shed more', () => {
    const drive = rolling()
    const before = drive.rate
    drive.for(12, { commits: 0.8 })
    expect(drive.changes.map(({ second }) => second - 30)).toEqual([1, 6, 11])
    expect(before / drive.rate).toBeCloseTo(1.4 ** 3)
  })

  test('3 s to halve it again', () => {
    const drive = rolling()
    const before = drive.rate
    drive.for(9, { commits: 1 })
    expect(drive.changes.map(({ second }) => second - 30)).toEqual([1, 4, 7])
    expect(before / drive.rate).toBeCloseTo(2 ** 3)
  })

  test('15 s and a minute since it turned, to grow after shedding', () => {
    const drive = rolling().for(2, { wal: 0.9 }).for(120, {})
    expect(drive.changes.slice(0, 2).map(({ direction, second }) => [direction, second])).toEqual([
      ['down', 31],
      ['up', 91],
    ])
    const later = rolling().for(2, { wal: 0.9 }).for(120, { wal: 0.5 }).for(1, { wal: 0.9 }).for(60, {})
    expect(later.changes.slice(0, 3).map(({ direction, second }) => [direction, second])).toEqual([
      ['down', 31],
      ['down', 153],
      ['up', 168],
    ])
  })
})

describe('it never falls below a crawl, and what it does not use it does not keep', () => {
  test('a budget that stays used up leaves 20 rows a second', () => {
    expect(rolling().for(600, { slowdown: 3 }).rate).toBe(20)
  })

  test('what the machine can not do is not allowed either', () => {
    const drive = new Drive().for(120, {}, { used: 0.5 })
    expect(drive.rate).toBe(FIRST)
    expect(drive.changes).toEqual([])
  })

  test('shedding begins at what was done', () => {
    const drive = rolling()
    const before = drive.rate
    drive.for(20, { wal: 0.5 }, { used: 0.1 }).for(1, { wal: 1 }, { used: 0.1 })
    expect(drive.rate / before).toBeLessThan(0.1)
  })

  test('a run that stands still is not slowed down to nothing for that', () => {
    const drive = rolling()
    const before = drive.rate
    drive.for(60, { wal: 0.5 }, { used: 0 })
    const [stood] = [drive.rate]
    expect(stood).toBe(before)
  })
})

describe('replica lag, archive and vacuum stop it but for a trickle', () => {
  test.each(HARD)('%s', (signal) => {
    const drive = rolling().for(1, { [signal]: 1 })
    expect(drive.steering.pace).toBe(TRICKLE)
    expect(drive.changes).toMatchObject([{ direction: 'down', second: 31, cause: { signal } }])
    drive.for(600, { [signal]: 4, wal: 9 })
    expect(drive.steering.pace).toBe(TRICKLE)
  })

  test('no other signal does', () => {
    for (const signal of SIGNALS.filter((each) => !HARD.includes(each))) {
      expect(rolling().for(300, { [signal]: 9 }).steering.pace).not.toBe(TRICKLE)
    }
  })

  test('a trickle is a small batch in 30 s', () => {
    expect(TRICKLE.rowsAtOnce).toBe(10)
    expect(TRICKLE.rowsAtOnce / TRICKLE.rowsPerSecond).toBeCloseTo(30)
  })

  test('the stop is what is told, also beside a fuller budget of another', () => {
    const drive = rolling().for(1, { wal: 7, lag: 1.1 })
    expect(drive.changes).toMatchObject([{ cause: { signal: 'lag' } }])
  })

  test('it stays one while nothing is below the mark for growth', () => {
    expect(rolling().for(1, { lag: 2 }).for(300, { lag: 0.5 }).steering.pace).toBe(TRICKLE)
  })

  test('afterwards it goes on a minute later, no faster than it began, and grows again', () => {
    const drive = rolling().for(1, { vacuum: 1 }).for(59, {})
    expect(drive.steering.pace).toBe(TRICKLE)
    drive.for(1, {})
    expect(drive.rate).toBe(FIRST)
    drive.for(30, {})
    expect(drive.rate).toBeGreaterThan(3 * FIRST)
  })

  test('after a stop at a crawl it crawls on', () => {
    const drive = rolling().for(600, { wal: 2 }).for(1, { lag: 1 }).for(300, { lag: 1 }).for(1, {})
    expect(drive.rate).toBe(20)
  })
})

describe('a signal that is older than 15 s', () => {
  test.each(SIGNALS)('%s never lets it grow', (signal) => {
    const drive = new Drive().for(1, {}).for(600, {}, { frozen: [signal] })
    expect(drive.changes.filter(({ second }) => second > 16)).toEqual([])
    expect(drive.rate).toBeLessThan(FIRST * 1.4 ** 8 + 1)
  })

  test('nor one that was never read', () => {
    const steering = new Steering(0)
    const never: Reading = { signal: 'wal', share: 0, at: Number.NEGATIVE_INFINITY, words: '' }
    for (let now = 1_000; now < 60_000; now += 1_000) {
      const readings: Reading[] = [never, { signal: 'commits', share: 0, at: now, words: '' }]
      expect(steering.steer({ readings, isAlone: true, taken: now, now })).toBeUndefined()
    }
  })

  test('still lets the others slow it down', () => {
    const drive = rolling().for(20, {}, { frozen: ['wal'] })
    drive.changes.length = 0
    drive.for(1, { commits: 1 }, { frozen: ['wal'] })
    expect(drive.changes).toMatchObject([{ direction: 'down', cause: { signal: 'commits' } }])
  })

  test('leaves a stop a stop', () => {
    const drive = rolling()
      .for(1, { lag: 2 })
      .for(600, {}, { frozen: ['lag'] })
    expect(drive.steering.pace).toBe(TRICKLE)
  })

  test('says nothing of what it was: all of them frozen, the pace stays', () => {
    const drive = rolling().for(1, { wal: 0.9 })
    const { rate } = drive
    drive.for(16, {}, { frozen: SIGNALS })
    drive.changes.length = 0
    drive.for(600, {}, { frozen: SIGNALS })
    expect(drive.rate).toBeLessThanOrEqual(rate)
    expect(drive.changes).toEqual([])
  })

  test('lets it grow once it is read again', () => {
    const drive = new Drive()
      .for(1, {})
      .for(60, {}, { frozen: ['wal'] })
      .for(10, {})
    expect(drive.changes.filter(({ second }) => second > 61).map(({ second }) => second)).toEqual([
      62, 64, 66, 68, 70,
    ])
  })
})

describe('with a noisy signal it turns once a minute at most', () => {
  test.each([
    ['between calm and strained', (random: number) => 0.2 + 0.7 * random],
    ['between calm and used up', (random: number) => 2 * random],
    ['with peaks', (random: number) => (random < 0.05 ? 3 : 0.1)],
  ])('%s', (_, noise) => {
    const random = seededRandom(7)
    const drive = new Drive().for(3_600, () => ({ slowdown: noise(random()) }))
    const turns = drive.changes.filter(
      ({ direction }, at) => direction !== (drive.changes[at - 1]?.direction ?? 'up'),
    )
    expect(turns.length).toBeGreaterThan(2)
    expect(turns.length).toBeLessThanOrEqual(61)
  })

  test('also where a stop comes and goes', () => {
    const drive = new Drive().for(3_600, (second) => ({ lag: second % 20 < 3 ? 1.5 : 0 }))
    const turns = drive.changes.filter(
      ({ direction }, at) => direction !== (drive.changes[at - 1]?.direction ?? 'up'),
    )
    expect(turns.length).toBeLessThanOrEqual(61)
  })
})

test('between what lets it grow and what makes it shed it settles: one answer to the pace, one pace', () => {
  const drive = new Drive()
  drive.for(600, () => ({ wal: drive.rate / 4_000 }))
  expect(drive.rate / 4_000).toBeGreaterThanOrEqual(0.4)
  expect(drive.rate / 4_000).toBeLessThanOrEqual(0.7)
  expect(drive.changes.every(({ direction }) => direction === 'up')).toBe(true)
})

/** Numbers from 0 to 1, the same ones each time (Park and Miller). */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
