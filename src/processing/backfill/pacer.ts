import { pause } from '../../timing/pause.ts'

/** Holds work to a number of rows a second. */
export class Pacer {
  readonly #asked: number
  #millisecondsPerRow: number
  #nextAt = 0
  #waiting = 0

  /** @param rowsPerSecond Infinity for no limit. */
  constructor(rowsPerSecond: number) {
    this.#asked = rowsPerSecond
    this.#millisecondsPerRow = 1000 / rowsPerSecond
  }

  /** Another number of rows a second, ordered from outside; undefined for what was asked for at first. */
  set ordered(rowsPerSecond: number | undefined) {
    this.#millisecondsPerRow = 1000 / (rowsPerSecond ?? this.#asked)
    this.#nextAt = 0
  }

  /** Largest batch that keeps the pace even: what one second allows. */
  get rowsAtOnce(): number {
    return Math.max(1, Math.floor(1000 / this.#millisecondsPerRow))
  }

  /** Whether somebody waits this moment. */
  get isHolding(): boolean {
    return this.#waiting > 0
  }

  /**
   * Waits until so many more rows are allowed; returns early when stopped. What was taken at once at a faster pace
   * counts as what one second allows: it is claimed already.
   */
  async take(rows: number, stop: AbortSignal): Promise<void> {
    const now = performance.now()
    const startAt = Math.max(now, this.#nextAt)
    this.#nextAt = startAt + Math.min(rows, this.rowsAtOnce) * this.#millisecondsPerRow
    if (startAt <= now) return
    this.#waiting += 1
    await pause(startAt - now, stop)
    this.#waiting -= 1
  }
}
