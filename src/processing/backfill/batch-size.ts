/** Lets batches grow and shrink, so that each write takes about as long as the database should be held up. */
export class BatchSize {
  readonly #largest: number
  #targetMs: number
  #current: number

  /**
   * @param largest rows; where it starts, and as far as it grows.
   * @param targetMs how long one batch may take to write, in milliseconds.
   */
  constructor(largest: number, targetMs: number) {
    this.#largest = largest
    this.#targetMs = targetMs
    this.#current = largest
  }

  get rows(): number {
    return this.#current
  }

  /** From now on a write may take about so many milliseconds. */
  aimAt(targetMs: number): void {
    this.#targetMs = targetMs
  }

  /** Takes in how long a write took. One slow write at most halves the size, one fast one at most doubles it. */
  observe(rows: number, milliseconds: number): void {
    const fitting = (rows * this.#targetMs) / Math.max(milliseconds, 0.1)
    const bounded = Math.min(Math.max(fitting, this.#current / 2), this.#current * 2)
    this.#current = Math.max(1, Math.min(this.#largest, Math.floor(bounded)))
  }
}
