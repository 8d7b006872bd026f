import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseFault } from '../database/fault.ts'

/** Told when the database makes the run wait, and when it goes on. */
export interface WaitObserver {
  waiting(reason: string): void
  /** Others hold the same rows for the moment; the next try is near. */
  backingOff?(reason: string): void
  resumed(): void
}

export interface PatienceOptions {
  /** How long to wait for a database that is gone, in milliseconds. */
  readonly outageLimit: number
  readonly observer: WaitObserver
  /** How often contention, or a statement that took too long, is tried again; ten times when not given. */
  readonly contentionTries?: number
  /** Ends waiting for an outage: its fault is thrown. */
  readonly stop: AbortSignal
}

const FIRST_DELAY_MS = 250
/** Work has to go on within 5 s of the database's return. */
const LONGEST_DELAY_MS = 4_000
const CONTENTION_TRIES = 10
/** Contention that passes sooner is nobody's concern. */
const CONTENTION_TRIES_UNTOLD = 3

/** Does database work again where its fault is a passing one: an outage for as long as allowed, contention ten times. */
export class Patience {
  /** Faults that passed so far, outages above all. */
  waitedOut = 0
  readonly #options: PatienceOptions

  constructor(options: PatienceOptions) {
    this.#options = options
  }

  /**
   * `work` must be harmless to do twice: a commit that was not acknowledged may have happened.
   * @param whenSlow what to do about a statement that took too long: whoever can do less at once wants to be told.
   */
  async retry<T>(work: () => Promise<T>, whenSlow: 'again' | 'throw' = 'again'): Promise<T> {
    const started = performance.now()
    for (let tries = 1; ; tries += 1) {
      try {
        const result = await work()
        if (tries > 1) this.#resume()
        return result
      } catch (error) {
        if (whenSlow === 'throw' && isSlow(error)) throw error
        if (!this.#isWorthAnother(error, tries, performance.now() - started)) throw error
        await this.#pause(error, tries)
      }
    }
  }

  #resume(): void {
    this.waitedOut += 1
    this.#options.observer.resumed()
  }

  #isWorthAnother(error: unknown, tries: number, elapsed: number): error is DatabaseFault {
    if (!(error instanceof DatabaseFault)) return false
    if (error.faultClass === 'outage')
      return !this.#options.stop.aborted && elapsed < this.#options.outageLimit
    const isCrowded = error.faultClass === 'contention' || error.faultClass === 'slow'
    return isCrowded && tries < (this.#options.contentionTries ?? CONTENTION_TRIES)
  }

  /** Full jitter: several processes must not come back in step. */
  async #pause(fault: DatabaseFault, tries: number): Promise<void> {
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1))
    const pause = Math.random() * longest
    const { observer } = this.#options
    const isOutage = fault.faultClass === 'outage'
    if (!isOutage) observer.backingOff?.(fault.message)
    if (isOutage || tries > CONTENTION_TRIES_UNTOLD) observer.waiting(fault.message)
    if (!isOutage) return delay(pause)
    await delay(pause, undefined, { signal: this.#options.stop }).catch(() => {
      throw fault
    })
  }
}

function isSlow(error: unknown): boolean {
  return error instanceof DatabaseFault && error.faultClass === 'slow'
}
