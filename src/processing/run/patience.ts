import { DatabaseFault } from '../../database/connection/fault.ts'
import { pause } from '../../timing/pause.ts'

/** Others are at work on the same, or hold locks; or the database is away or crowded. */
export type WaitCause = 'others' | 'database'

/** Told when the database makes the run wait, and when it goes on. */
export interface WaitObserver {
  waiting(reason: string, cause: WaitCause): void
  /** Others hold the same rows for the moment; the next try is near. */
  backingOff?(reason: string): void
  resumed(): void
}

/** For whom nobody looks on. */
export const UNOBSERVED: WaitObserver = { waiting() {}, resumed() {} }

export interface PatienceOptions {
  /** How long to wait for a database that is gone, or crowded, in milliseconds. */
  readonly outageLimit: number
  readonly observer: WaitObserver
  /** Ends waiting: the fault is thrown. */
  readonly stop: AbortSignal
}

const FIRST_DELAY_MS = 250
/** Work has to go on within 5 s of the database's return. */
const LONGEST_DELAY_MS = 4_000
const CONTENTION_TRIES = 10
/** Contention that passes sooner is nobody's concern. */
const CONTENTION_TRIES_UNTOLD = 3

/** Does database work again where its fault is a passing one: for as long as allowed, contention ten times at least. */
export class Patience {
  /** Faults that passed so far, outages above all. */
  waitedOut = 0
  readonly #options: PatienceOptions

  constructor(options: PatienceOptions) {
    this.#options = options
  }

  get stop(): AbortSignal {
    return this.#options.stop
  }

  /**
   * `work` must be harmless to do twice: a commit that was not acknowledged may have happened.
   * @param whenSlow what to do about a statement that took too long: whoever can do less at once wants to be told.
   */
  async retry<T>(work: (tries: number) => Promise<T>, whenSlow: 'again' | 'throw' = 'again'): Promise<T> {
    let firstFaultAt: number | undefined
    for (let tries = 1; ; tries += 1) {
      try {
        const result = await work(tries)
        if (tries > 1) this.#resume()
        return result
      } catch (error) {
        // The wait is over, if only for a refusal.
        if (tries > 1 && isAnswer(error, whenSlow)) this.#resume()
        if (whenSlow === 'throw' && isSlow(error)) throw error
        firstFaultAt ??= performance.now()
        if (!this.#isWorthAnother(error, tries, performance.now() - firstFaultAt)) throw error
        await this.#pause(error, tries)
      }
    }
  }

  #resume(): void {
    this.waitedOut += 1
    this.#options.observer.resumed()
  }

  #isWorthAnother(error: unknown, tries: number, elapsed: number): error is DatabaseFault {
    const { stop, outageLimit } = this.#options
    if (!(error instanceof DatabaseFault) || !error.isPassing || stop.aborted) return false
    return elapsed < outageLimit || (error.faultClass !== 'outage' && tries < CONTENTION_TRIES)
  }

  /** Full jitter: several processes must not come back in step. */
  async #pause(fault: DatabaseFault, tries: number): Promise<void> {
    const { observer, stop } = this.#options
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1))
    const isOutage = fault.faultClass === 'outage'
    if (!isOutage) observer.backingOff?.(fault.message)
    if (isOutage || tries > CONTENTION_TRIES_UNTOLD) observer.waiting(fault.message, 'database')
    await pause(Math.random() * longest, stop)
    if (stop.aborted) throw fault
  }
}

/** Whether a fault that is thrown says that the database is there. */
function isAnswer(error: unknown, whenSlow: 'again' | 'throw'): boolean {
  if (whenSlow === 'throw' && isSlow(error)) return true
  return error instanceof DatabaseFault && error.faultClass === 'data'
}

function isSlow(error: unknown): boolean {
  return error instanceof DatabaseFault && error.faultClass === 'slow'
}
