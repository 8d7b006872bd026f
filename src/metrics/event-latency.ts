/** Breadcrumbs that events announced, and when they did; the ids stay here. */
const MOST_WAITING = 10_000

/** Measures from when an event arrived to when what it announced is settled. */
export class EventLatency {
  readonly #heardAt = new Map<string, number>()

  /** @param now milliseconds, as all moments here. */
  heard(id: string, now = performance.now()): void {
    if (this.#heardAt.has(id)) return
    if (this.#heardAt.size >= MOST_WAITING) this.#forgetOldest()
    this.#heardAt.set(id, now)
  }

  /** Seconds since it was announced; undefined where no event did. From now on another event counts. */
  settled(id: string, now = performance.now()): number | undefined {
    const heardAt = this.#heardAt.get(id)
    this.#heardAt.delete(id)
    return heardAt === undefined ? undefined : (now - heardAt) / 1000
  }

  /** What is busy or deleted may never be settled. */
  #forgetOldest(): void {
    const [oldest] = this.#heardAt.keys()
    if (oldest !== undefined) this.#heardAt.delete(oldest)
  }
}
