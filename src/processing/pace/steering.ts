import { isHard, type Reading } from './signals.ts'

/** How fast a run may go. */
export interface Pace {
  readonly rowsPerSecond: number
  /** The largest batch; small ones keep the pace even. */
  readonly rowsAtOnce: number
}

/** Another pace, and which signal brought it about: the fullest. */
export interface PaceChange {
  readonly direction: 'up' | 'down'
  readonly pace: Pace
  readonly cause: Reading
}

/** What is known at one moment. */
export interface Moment {
  /** Of each signal that takes part. */
  readonly readings: readonly Reading[]
  /** Rows that the run has taken so far. */
  readonly taken: number
  /** Whether no other program is known to be at work on the server. */
  readonly isAlone: boolean
  /** Milliseconds, by a clock that only goes forward. */
  readonly now: number
}

/** Shares of a budget: from where on the pace stays, sheds a step, is halved. */
const HOLD = 0.4
const SHED = 0.7
const HALVE = 1
const STEP = 1.4
/** While there is nobody whom it could disturb. */
const STEP_ALONE = 4

/** After this a reading says nothing of now. */
const STALE_MS = 15_000
/** Until what the last change did shows in the signals. */
const GROWN_MS = 1_500
const SHED_MS = 5_000
const HALVED_MS = 3_000
/** From the last shedding to the first growth, and from one reversal to the next. */
const RECOVERED_MS = 15_000
const REVERSAL_MS = 60_000

/** Where it begins, rows a second. */
const FIRST = 100
/** No slower than this unless it has to stop. */
const SLOWEST = 20
/** One that holds less of the pace back than this has no use for a faster one. */
const USED = 0.75
/** Over so long its own rate is told. */
const RATE_MS = 4_000
/** A batch takes this part of a second. */
const BATCH_SECONDS = 0.25
/** Each commit and each batch disturbs others for a moment: at the slowest there is one batch a second, not four. */
const SMALLEST_BATCH = SLOWEST

/** A small batch in 30 s: as near to a stop as it comes, and enough to find out when it is over. */
export const TRICKLE: Pace = { rowsPerSecond: 10 / 30, rowsAtOnce: 10 }

function paceOf(rowsPerSecond: number): Pace {
  return { rowsPerSecond, rowsAtOnce: Math.max(SMALLEST_BATCH, Math.round(rowsPerSecond * BATCH_SECONDS)) }
}

type Taken = Pick<Moment, 'taken' | 'now'>

type Wish = 'stop' | 'halve' | 'shed' | 'hold' | 'grow'

/**
 * Decides how fast a run may go, by that signal of which the greatest share of its budget is used up. It asks nothing
 * and knows no clock. It changes direction once a minute at most, unless a budget is used up: that goes first, and
 * then it stays slow for the longer.
 */
export class Steering {
  #pace = paceOf(FIRST)
  #direction: PaceChange['direction'] = 'up'
  #changedAt: number
  /** How much the run had taken at the end of each of the last seconds. */
  #recent: readonly Taken[] = []
  /** Before this it does not change direction, unless it has to. */
  #nextReversalAt = Number.NEGATIVE_INFINITY
  /** What it went at before it had to stop. */
  #beforeStop = FIRST

  /** @param now as in `Moment`. */
  constructor(now: number) {
    this.#changedAt = now
  }

  get pace(): Pace {
    return this.#pace
  }

  /** @returns the change that is due now; undefined where none is. */
  steer(moment: Moment): PaceChange | undefined {
    const { taken, now } = moment
    this.#recent = [...this.#recent.filter((each) => now - each.now <= RATE_MS), { taken, now }]
    const fresh = moment.readings.filter(({ at }) => moment.now - at <= STALE_MS)
    const fullest = fullestOf(fresh)
    if (fullest === undefined) return undefined
    const isBlind = fresh.length < moment.readings.length
    const wish = wishOf(fresh, fullest, isBlind)
    const next = this.#isDue(wish, moment) ? this.#next(wish, moment) : this.#pace
    if (next.rowsPerSecond === this.#pace.rowsPerSecond) return undefined
    return this.#change(next, wish === 'stop' ? (stopping(fresh) ?? fullest) : fullest, moment)
  }

  #isDue(wish: Wish, moment: Moment): boolean {
    const { now } = moment
    const since = now - this.#changedAt
    const isGrowing = this.#direction === 'up'
    switch (wish) {
      case 'stop':
        return true
      case 'halve':
        return isGrowing || since >= HALVED_MS
      case 'shed':
        return isGrowing ? now >= this.#nextReversalAt : since >= SHED_MS
      case 'grow':
        if (!isGrowing) return since >= RECOVERED_MS && now >= this.#nextReversalAt
        return since >= GROWN_MS && this.#rate(moment) >= USED * this.#pace.rowsPerSecond
      case 'hold':
        return false
    }
  }

  #next(wish: Wish, moment: Moment): Pace {
    if (wish === 'stop') return TRICKLE
    if (this.#pace === TRICKLE) return wish === 'grow' ? paceOf(this.#resumed) : TRICKLE
    if (wish === 'grow') return paceOf(this.#pace.rowsPerSecond * (moment.isAlone ? STEP_ALONE : STEP))
    // What is allowed and not used can't be shed.
    const used = this.#rate(moment)
    const pace = used > 0 ? Math.min(this.#pace.rowsPerSecond, used) : this.#pace.rowsPerSecond
    return paceOf(Math.min(this.#pace.rowsPerSecond, Math.max(SLOWEST, pace / (wish === 'halve' ? 2 : STEP))))
  }

  get #resumed(): number {
    return Math.max(SLOWEST, Math.min(FIRST, this.#beforeStop / 2))
  }

  /** Rows a second of late, since the last change; 0 while there is nothing to tell it by. */
  #rate({ now, taken }: Moment): number {
    const first = this.#recent.find((each) => each.now >= this.#changedAt)
    const since = first === undefined ? 0 : now - first.now
    return since < GROWN_MS || first === undefined ? 0 : ((taken - first.taken) * 1000) / since
  }

  #change(pace: Pace, cause: Reading, { now }: Moment): PaceChange {
    const direction = pace.rowsPerSecond > this.#pace.rowsPerSecond ? 'up' : 'down'
    if (direction !== this.#direction)
      this.#nextReversalAt = Math.max(this.#nextReversalAt, now) + REVERSAL_MS
    if (pace === TRICKLE) this.#beforeStop = this.#pace.rowsPerSecond
    this.#direction = direction
    this.#pace = pace
    this.#changedAt = now
    return { direction, pace, cause }
  }
}

function wishOf(fresh: readonly Reading[], { share }: Reading, isBlind: boolean): Wish {
  if (stopping(fresh) !== undefined) return 'stop'
  if (share >= HALVE) return 'halve'
  if (share > SHED) return 'shed'
  return share < HOLD && !isBlind ? 'grow' : 'hold'
}

function stopping(readings: readonly Reading[]): Reading | undefined {
  return fullestOf(readings.filter(({ signal, share }) => isHard(signal) && share >= HALVE))
}

function fullestOf(readings: readonly Reading[]): Reading | undefined {
  return readings.reduce<Reading | undefined>(
    (fullest, each) => (fullest === undefined || each.share > fullest.share ? each : fullest),
    undefined,
  )
}
