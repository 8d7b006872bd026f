import { pause } from '../timing/pause.ts'
import type { GapReason, Hint } from './hint.ts'

export interface WaitingHintsOptions {
  /** Most ids that may wait; further ones are dropped and a sweep is asked for. */
  readonly maxWaiting: number
  /** Ids in one hint at most. */
  readonly batchSize: number
  /** How long the first id of a batch waits for company. */
  readonly batchMs: number
}

/**
 * Hints between the stream, which must never be slowed down, and a consumer that may be slow. An id that waits
 * already is not added again, and a sweep that is due is due once.
 */
export class WaitingHints {
  readonly #options: WaitingHintsOptions
  readonly #ids = new Set<string>()
  #firstIdAt = 0
  #gap: GapReason | undefined
  #closed = false
  #defect: Error | undefined
  #wake: () => void = () => {}

  constructor(options: WaitingHintsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#ids.size
  }

  /** False when the id had to be dropped. */
  add(id: string): boolean {
    if (this.#ids.size >= this.#options.maxWaiting && !this.#ids.has(id)) {
      this.askForSweep('overflow')
      return false
    }
    if (this.#ids.size === 0) this.#firstIdAt = performance.now()
    this.#ids.add(id)
    if (this.#ids.size === 1 || this.#ids.size === this.#options.batchSize) this.#wake()
    return true
  }

  askForSweep(reason: GapReason): void {
    // A new connection may have missed everything, so it outranks what was dropped from the old one.
    if (this.#gap !== 'connected') this.#gap = reason
    this.#wake()
  }

  /** Lets `next` return undefined from now on. */
  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** Lets `next` throw. */
  fail(defect: Error): void {
    this.#defect ??= defect
    this.close()
  }

  /**
   * Hints for as long as `stayConnected` lasts, which is told to stop by the signal, or when nobody wants hints any more.
   */
  async *hints(
    stayConnected: (stop: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): AsyncGenerator<Hint, void> {
    const stop = new AbortController()
    const connected = stayConnected(AbortSignal.any([signal, stop.signal])).finally(() => this.close())
    // It is awaited below; until then a defect must not count as unhandled.
    connected.catch(() => {})
    try {
      for (;;) {
        const hint = await this.next()
        if (hint === undefined) break
        yield hint
      }
    } finally {
      stop.abort()
      await connected
    }
  }

  /** The next hint, sweeps first; undefined after `close`. */
  async next(): Promise<Hint | undefined> {
    while (!this.#closed) {
      const reason = this.#gap
      if (reason !== undefined) {
        this.#gap = undefined
        return { kind: 'gap', reason }
      }
      const patience = this.#firstIdAt + this.#options.batchMs - performance.now()
      if (this.#ids.size >= this.#options.batchSize || (this.#ids.size > 0 && patience <= 0)) {
        return { kind: 'breadcrumbs', ids: this.#takeBatch() }
      }
      await this.#change(this.#ids.size > 0 ? patience : Number.POSITIVE_INFINITY)
    }
    if (this.#defect) throw this.#defect
    return undefined
  }

  #takeBatch(): string[] {
    const batch: string[] = []
    for (const id of this.#ids) {
      batch.push(id)
      this.#ids.delete(id)
      if (batch.length === this.#options.batchSize) break
    }
    // What is left has waited long enough to go with the next batch at once: `#firstIdAt` stays.
    return batch
  }

  #change(withinMs: number): Promise<void> {
    const wake = new AbortController()
    this.#wake = () => wake.abort()
    return pause(withinMs, wake.signal)
  }
}
