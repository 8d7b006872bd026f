const HALF_LIFE_SECONDS = 10

/** A rate smoothed over time: recent seconds count most, one slow batch does not upset it. */
export class SmoothedRate {
  #lastCount = 0
  #lastTime: number
  #weighted = 0
  #weight = 0

  /** @param now seconds, by any clock that only goes forward. */
  constructor(now: number) {
    this.#lastTime = now
  }

  /** Takes in the count reached so far; what comes at the same moment as the last counts with the next. */
  observe(count: number, now: number): void {
    const elapsed = now - this.#lastTime
    if (elapsed <= 0) return
    const kept = 0.5 ** (elapsed / HALF_LIFE_SECONDS)
    this.#weighted = this.#weighted * kept + ((count - this.#lastCount) / elapsed) * (1 - kept)
    this.#weight = this.#weight * kept + (1 - kept)
    this.#lastCount = count
    this.#lastTime = now
  }

  /** Per second; undefined before there is enough to tell. */
  get perSecond(): number | undefined {
    return this.#weight > 0 ? this.#weighted / this.#weight : undefined
  }
}

/** What a rate is observed by: seconds since the process began. */
export function seconds(): number {
  return performance.now() / 1000
}
