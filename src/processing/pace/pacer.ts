import { pause } from '../../timing/pause.ts'
import { type Pace, TRICKLE } from './steering.ts'

/** What holds work back: a rate that somebody asked for, or what the database can bear. */
export type HeldBy = 'rate' | 'pace'

/** Who waits looks so often whether it still has to. */
const LOOK_MS = 250

/** Holds work to a number of rows a second. */
export class Pacer {
  readonly #asked: number
  #millisecondsPerRow: number
  /** What the database can bear; undefined where nobody looks. */
  #pace: Pace | undefined
  #last = { at: 0, rows: 0 }
  #turn: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #taken = 0
  /** Somebody ordered the run to wait, which it does by itself. */
  isPaused = false

  /** @param rowsPerSecond Infinity for no limit. */
  constructor(rowsPerSecond: number) {
    this.#asked = rowsPerSecond
    this.#millisecondsPerRow = 1000 / rowsPerSecond
  }

  /** Another number of rows a second, ordered from outside; undefined for what was asked for at first. */
  set ordered(rowsPerSecond: number | undefined) {
    this.#millisecondsPerRow = 1000 / (rowsPerSecond ?? this.#asked)
    this.#last = { at: 0, rows: 0 }
  }

  /** Below the number of rows a second, which stays the ceiling. It holds at once, also for who waits already. */
  set pace(pace: Pace) {
    this.#pace = pace
  }

  /** Largest batch that keeps the pace even: what one second allows, or less. */
  get rowsAtOnce(): number {
    return Math.min(this.#ceilingAtOnce, this.#pace?.rowsAtOnce ?? Number.POSITIVE_INFINITY)
  }

  /** Rows that were allowed so far. */
  get taken(): number {
    return this.#taken
  }

  /** By what somebody is held back this moment; undefined where nobody is. */
  get heldBy(): HeldBy | undefined {
    if (this.#waiting === 0) return undefined
    return this.#paceMs > this.#millisecondsPerRow ? 'pace' : 'rate'
  }

  /** By what the whole run is held back, somebody's order to pause included. */
  get runHeldBy(): HeldBy | 'pause' | undefined {
    return this.isPaused ? 'pause' : this.heldBy
  }

  /**
   * Waits until more rows are allowed, in the order of those who ask; returns early when stopped. What was taken at
   * once at a faster rate counts as what one second allows: it is claimed already.
   * @returns how many of them are allowed: all, unless the database can bear no more than a trickle.
   */
  take(rows: number, stop: AbortSignal): Promise<number> {
    const turn = this.#turn.then(() => this.#take(rows, stop))
    this.#turn = turn
    return turn
  }

  async #take(rows: number, stop: AbortSignal): Promise<number> {
    const startAt = await this.#untilNext(stop)
    const allowed = this.#pace === TRICKLE ? Math.min(rows, this.rowsAtOnce) : rows
    this.#last = { at: startAt, rows: allowed }
    this.#taken += allowed
    return allowed
  }

  /** @returns when it was allowed: timers come late. */
  async #untilNext(stop: AbortSignal): Promise<number> {
    const now = performance.now()
    if (this.#nextAt <= now || stop.aborted) return now
    this.#waiting += 1
    let startAt = this.#nextAt
    while (startAt > performance.now() && !stop.aborted) {
      await pause(Math.min(startAt - performance.now(), LOOK_MS), stop)
      startAt = Math.max(now, this.#nextAt)
    }
    this.#waiting -= 1
    return startAt
  }

  /** By the rate and the pace of this moment, whatever they were before. */
  get #nextAt(): number {
    const { at, rows } = this.#last
    const byRate = Math.min(rows, this.#ceilingAtOnce) * this.#millisecondsPerRow
    return at + Math.max(byRate, rows * this.#paceMs)
  }

  get #ceilingAtOnce(): number {
    return Math.max(1, Math.floor(1000 / this.#millisecondsPerRow))
  }

  get #paceMs(): number {
    return this.#pace === undefined ? 0 : 1000 / this.#pace.rowsPerSecond
  }
}
