const HALF_LIFE_MS = 3_000
const RECENT = 7

/** A figure without its noise: what came last counts most. */
export class Smoothed {
  #value: number | undefined
  #at = 0

  /** @param now milliseconds, by a clock that only goes forward. */
  observe(value: number, now: number): number {
    const kept = this.#value === undefined ? 0 : 0.5 ** ((now - this.#at) / HALF_LIFE_MS)
    this.#value = (this.#value ?? 0) * kept + value * (1 - kept)
    this.#at = now
    return this.#value
  }
}

/** The median of the last few: one that stands out does not count. */
export class RecentMedian {
  #recent: readonly number[] = []

  observe(value: number): number {
    this.#recent = [...this.#recent, value].slice(-RECENT)
    return [...this.#recent].sort((a, b) => a - b)[Math.floor(this.#recent.length / 2)] ?? value
  }
}
