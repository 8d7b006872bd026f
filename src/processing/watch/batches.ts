import { pause } from '../../timing/pause.ts'
import type { Pacer } from '../pace/pacer.ts'
import { EveryWriteRefused } from '../path/every-write-refused.ts'
import type { Path } from '../path/path.ts'
import { RecentFailures } from '../path/recent-failures.ts'
import type { Settled } from '../path/settled.ts'
import { withholdExposed } from '../path/withhold-exposed.ts'
import type { Run } from '../run/run.ts'
import type { Tally } from '../run/tally.ts'
import { Slots } from '../threads/slots.ts'
import type { Work } from '../work.ts'
import type { WatchObserver } from './watcher.ts'

export interface BatchesOptions {
  /** Batches at once, at most. */
  readonly atOnce: number
  /** Ends the watch after so many breadcrumbs were processed; Infinity for never. */
  readonly count: number
  /** Claimed at once, at most: what it allows in a second. */
  readonly pacer: Pacer
  readonly observer: WatchObserver
  readonly tally: Tally
  /** Aborted when `count` is reached. */
  readonly stop: AbortController
  /** For what is to be looked at again after so many milliseconds, or at once. */
  requestSweep(afterMs?: number): void
}

const TURNS = { announced: 'first', swept: 'last' } as const

/** Between two tries where the database refuses every write. */
const REFUSED_PAUSE_MS = 10_000

/** Puts what hints and sweeps bring through the shared path, however long the database refuses to be written. */
export class Batches {
  readonly #work: Work
  readonly #path: Path
  readonly #options: BatchesOptions
  readonly #slots: Slots
  readonly #recent = new RecentFailures()
  #isRefused = false

  constructor({ work, path }: Run, options: BatchesOptions) {
    this.#work = work
    this.#path = path
    this.#options = options
    this.#slots = new Slots(options.atOnce)
  }

  /** All that came of these, those that changed under way being done again. What is announced goes before sweeps. */
  async process(ids: readonly string[], by: 'announced' | 'swept'): Promise<Settled[]> {
    const all: Settled[] = []
    let rest = ids
    while (rest.length > 0 && !this.#options.stop.signal.aborted) {
      const { settled, left } = await this.#slots.run(() => this.#processBatch(rest), TURNS[by])
      for (const one of settled) all.push(one)
      const changed = settled.flatMap((one) => (one.status === 'changed' ? [one.id] : []))
      rest = [...changed, ...left]
    }
    return all
  }

  async #processBatch(ids: readonly string[]): Promise<{ settled: Settled[]; left: readonly string[] }> {
    const { count, observer, stop } = this.#options
    const allowed = Math.min(count - this.#options.tally.processed, this.#options.pacer.rowsAtOnce)
    const settled = allowed > 0 ? await this.#processUnlessRefused(ids.slice(0, allowed)) : []
    if (settled === undefined) return { settled: [], left: ids }
    await this.#recent.slowDown(observer, stop.signal)
    for (const one of settled) {
      if (one.status === 'retrying') this.#options.requestSweep(one.retrySeconds * 1000)
      // Its new holder may die, or it was given back: nobody announces it again.
      if (one.status === 'lost' || one.status === 'returned') this.#options.requestSweep()
    }
    if (this.#options.tally.processed >= count) stop.abort()
    return { settled, left: ids.slice(allowed) }
  }

  /** Something was saved: nothing else tells that the database takes writes again. */
  #writesAgain(): void {
    if (this.#isRefused) this.#options.observer.refused(undefined)
    this.#isRefused = false
  }

  #refuses({ message }: EveryWriteRefused): void {
    this.#isRefused = true
    this.#options.observer.refused(message)
  }

  /** Where the database refuses every write, waits for somebody to mend that; undefined then. */
  async #processUnlessRefused(ids: readonly string[]): Promise<Settled[] | undefined> {
    const { stop, tally, observer } = this.#options
    try {
      const settled = await this.#path.process(ids, (part) => {
        tally.add(part)
        this.#recent.add(part)
        observer.settled(part)
      })
      if (settled.some(({ status }) => status === 'processed' || status === 'skipped')) this.#writesAgain()
      return settled
    } catch (error) {
      if (!(error instanceof EveryWriteRefused)) throw error
      this.#refuses(error)
      await pause(REFUSED_PAUSE_MS, stop.signal)
      return undefined
    }
  }

  /** Where the database refuses every write, the next sweep tries again. */
  async withholdExposed(): Promise<void> {
    const { observer } = this.#options
    try {
      const outcome = await withholdExposed(this.#work, this.#path)
      this.#options.tally.addWithholding(outcome)
      observer.withheld(outcome)
      if (outcome.withheld > 0) this.#writesAgain()
    } catch (error) {
      if (!(error instanceof EveryWriteRefused)) throw error
      this.#refuses(error)
    }
  }
}
