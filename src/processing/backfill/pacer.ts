import { pause } from '../../timing/pause.ts'

/** Holds work to a number of rows a second. */
export class Pacer {
  readonly #millisecondsPerRow: number
  #nextAt = 0

  /** @param rowsPerSecond Infinity for no limit. */
  constructor(rowsPerSecond: number) {
    this.#millisecondsPerRow = 1000 / rowsPerSecond
  }

  /** Largest batch that keeps the pace even: what one second allows. */
  get rowsAtOnce(): number {
    return Math.max(1, Math.floor(1000 / this.#millisecondsPerRow))
  }

  /** Whether the next batch would have to wait. */
  get isHolding(): boolean {
    return performance.now() < this.#nextAt
  }

  /** So many of the rows that were taken turned out to be no work. */
  giveBack(rows: number): void {
    this.#nextAt -= rows * this.#millisecondsPerRow
  }

  /** Waits until so many more rows are allowed; returns early when stopped. */
  async take(rows: number, stop: AbortSignal): Promise<void> {
    const now = performance.now()
    const startAt = Math.max(now, this.#nextAt)
    this.#nextAt = startAt + rows * this.#millisecondsPerRow
    if (startAt > now) await pause(startAt - now, stop)
  }
}
