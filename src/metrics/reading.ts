import { pause } from '../timing/pause.ts'

/** A scrape waits no longer for what is asked elsewhere: Prometheus gives up after 10 s. */
const LONGEST_WAIT_MS = 5_000

/** What has to be asked of a server, no more often than needed, however often and by how many it is scraped. */
export class Reading<T> {
  readonly #read: () => Promise<T>
  readonly #tell: (value: T | undefined) => void
  #underWay: Promise<void> | undefined
  #readAt = Number.NEGATIVE_INFINITY

  /**
   * @param read what it throws says that the server can't be asked now.
   * @param tell gets what was read, or undefined where that was not possible.
   */
  constructor(read: () => Promise<T>, tell: (value: T | undefined) => void) {
    this.#read = read
    this.#tell = tell
  }

  /**
   * Reads again what is older; where that takes too long, what was read before is no longer told.
   * @param maxAge milliseconds
   */
  async refresh(maxAge: number): Promise<void> {
    if (performance.now() - this.#readAt < maxAge) return
    this.#underWay ??= this.#readOnce().finally(() => {
      this.#underWay = undefined
    })
    const limit = new AbortController()
    const tooLate = pause(LONGEST_WAIT_MS, limit.signal, { ref: false }).then(() => !limit.signal.aborted)
    const isLate = await Promise.race([this.#underWay.then(() => false), tooLate])
    limit.abort()
    if (isLate) this.#tell(undefined)
  }

  async #readOnce(): Promise<void> {
    const value = await this.#read().then(
      (read) => ({ read }),
      () => undefined,
    )
    // The next scrape tries again at once what failed.
    if (value !== undefined) this.#readAt = performance.now()
    this.#tell(value?.read)
  }
}
