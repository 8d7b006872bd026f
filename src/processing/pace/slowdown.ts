/** As many seconds as there are reads. */
const RECENT = 20
/** Fewer are taken for so many: the first ones tell too little. */
const FEWEST = 5
/** What was slower than this was disturbed; how much says nothing more. */
const MOST = 3

/**
 * How many times as slow as at its best the server was of late, on average. What disturbs one piece of work in ten
 * shows in an application's slowest transactions, and a median would pass it over; but one alone must not count for
 * much, whatever it took.
 */
export class Slowdown {
  #recent: readonly number[] = []
  #fastest = Number.POSITIVE_INFINITY

  /** @param milliseconds that a fixed piece of work took there. */
  observe(milliseconds: number): number {
    this.#fastest = Math.min(this.#fastest, milliseconds)
    this.#recent = [...this.#recent, milliseconds].slice(-RECENT)
    const beyond = this.#recent.map((each) => Math.min(each / this.#fastest, MOST) - 1)
    return 1 + beyond.reduce((sum, each) => sum + each, 0) / Math.max(FEWEST, beyond.length)
  }
}
