import type { StreamFailure } from './stream-failure.ts'

export interface BackoffOptions {
  readonly firstDelayMs: number
  readonly maxDelayMs: number
  /**
   * Limit where nobody listens at all: an attempt then costs no server anything, and events have to flow
   * again soon after one is back.
   */
  readonly maxUnreachableDelayMs: number
  /** Between attempts with credentials that the server refuses. */
  readonly unauthorisedDelayMs: number
  /** From 0 to 1. */
  readonly random: () => number
}

const DEFAULTS: BackoffOptions = {
  firstDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxUnreachableDelayMs: 4_000,
  unauthorisedDelayMs: 60_000,
  random: Math.random,
}

/** Delays between attempts: full jitter under a limit that doubles with every failure in a row. */
export class Backoff {
  readonly #options: BackoffOptions
  #failures = 0

  constructor(options: Partial<BackoffOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options }
  }

  reset(): void {
    this.#failures = 0
  }

  /** Milliseconds to wait after this failure, never less than the server asked for. */
  delayAfter(failure: StreamFailure): number {
    const { firstDelayMs, maxDelayMs, maxUnreachableDelayMs, unauthorisedDelayMs, random } = this.#options
    const limit = failure.kind === 'unreachable' ? maxUnreachableDelayMs : maxDelayMs
    const jittered = Math.round(random() * Math.min(limit, firstDelayMs * 2 ** this.#failures))
    this.#failures = Math.min(this.#failures + 1, 30)
    if (failure.retryAfterMs !== undefined) return failure.retryAfterMs + jittered
    return failure.kind === 'unauthorised' ? unauthorisedDelayMs + jittered : jittered
  }
}
