import { pause } from '../../timing/pause.ts'

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
  readonly #pauseMs: number
  #endedAt = Number.NEGATIVE_INFINITY
  /** The moments that a sweep was asked for, rounded up to whole pauses, so that they are few; 0 for at once. */
  #requests = new Set<number>()
  #wake: () => void = () => {}

  constructor(options: SweeperOptions) {
    this.#options = options
    this.#pauseMs = options.pauseMs ?? 1_000
  }

  /** Asks for a sweep that begins after this moment, or so many milliseconds later and a pause at most. */
  request(inMs = 0): void {
    const pauses = Math.ceil((performance.now() + inMs) / this.#pauseMs)
    this.#requests.add(inMs === 0 ? 0 : pauses * this.#pauseMs)
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
        this.#requests = new Set([...this.#requests].filter((at) => at > performance.now()))
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

  #dueAt(): number {
    let requestedAt = Number.POSITIVE_INFINITY
    for (const at of this.#requests) requestedAt = Math.min(requestedAt, at)
    if (this.#endedAt === Number.NEGATIVE_INFINITY) return requestedAt
    const nextAt = this.#endedAt + this.#options.intervalMs()
    return Math.max(Math.min(requestedAt, nextAt), this.#endedAt + this.#pauseMs)
  }

  #change(withinMs: number): Promise<void> {
    const change = new AbortController()
    this.#wake = () => change.abort()
    return pause(withinMs, change.signal)
  }
}
