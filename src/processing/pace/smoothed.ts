const HALF_LIFE_MS = 3_000

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
