export interface SweeperOptions {
  /** Looks for work that no event has announced, and does it. */
  readonly sweep: () => Promise<void>
  /** From the end of one sweep to the next that nobody asked for, in milliseconds. */
  readonly intervalMs: () => number
  /** From the end of one sweep to the next, whoever asks, in milliseconds; 1,000 when not given. */
  readonly pauseMs?: number
  readonly stop: AbortSignal
}

/** Runs sweeps one at a time: every so often, and when asked. A request during a sweep asks for one more. */
export class Sweeper {
  readonly #options: SweeperOptions
  #endedAt = Number.NEGATIVE_INFINITY
  /** The first and the last moment that a sweep was asked for; what lies between is in the last. */
  #requestedAt = Number.POSITIVE_INFINITY
  #lastRequestedAt = Number.NEGATIVE_INFINITY
  #wake: () => void = () => {}

  constructor(options: SweeperOptions) {
    this.#options = options
  }

  /** Asks for a sweep that begins after this moment, or so many milliseconds later. */
  request(inMs = 0): void {
    const at = performance.now() + inMs
    this.#requestedAt = Math.min(this.#requestedAt, at)
    this.#lastRequestedAt = Math.max(this.#lastRequestedAt, at)
    this.#wake()
  }

  /** To be called when `intervalMs` gives another answer. */
  intervalChanged(): void {
    this.#wake()
  }

  /** Until stopped; throws what a sweep throws. The first one has to be asked for. */
  async run(): Promise<void> {
    const { sweep, stop } = this.#options
    const wake = () => this.#wake()
    stop.addEventListener('abort', wake)
    try {
      while (await this.#due()) {
        this.#forgetWhatIsDue()
        await sweep()
        this.#endedAt = performance.now()
      }
    } finally {
      stop.removeEventListener('abort', wake)
    }
  }

  /** False when stopped. */
  async #due(): Promise<boolean> {
    while (!this.#options.stop.aborted) {
      const wait = this.#dueAt() - performance.now()
      if (wait <= 0) return true
      await this.#change(wait)
    }
    return false
  }

  #forgetWhatIsDue(): void {
    const isLater = this.#lastRequestedAt > performance.now()
    this.#requestedAt = isLater ? this.#lastRequestedAt : Number.POSITIVE_INFINITY
  }

  #dueAt(): number {
    const { intervalMs, pauseMs = 1_000 } = this.#options
    if (this.#endedAt === Number.NEGATIVE_INFINITY) return this.#requestedAt
    return Math.max(Math.min(this.#requestedAt, this.#endedAt + intervalMs()), this.#endedAt + pauseMs)
  }

  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = withinMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(resolve, withinMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
