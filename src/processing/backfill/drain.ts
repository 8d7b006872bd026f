import { LEASE_SECONDS } from '../../database/claims/claim.ts'
import { pause } from '../../timing/pause.ts'
import { type Pages, pagesOf } from '../lanes/pages.ts'
import type { Priority } from '../lanes/priority.ts'
import { queueOf } from '../lanes/queue.ts'
import type { HeldBy, Pacer } from '../pace/pacer.ts'
import type { Path } from '../path/path.ts'
import { type FailureObserver, RecentFailures } from '../path/recent-failures.ts'
import { isGivenBack, type Settled } from '../path/settled.ts'
import { type Withholding, withholdExposed } from '../path/withhold-exposed.ts'
import type { WaitObserver } from '../run/patience.ts'
import type { Run } from '../run/run.ts'
import type { Tally } from '../run/tally.ts'
import type { Work } from '../work.ts'
import type { BatchSize } from './batch-size.ts'

export interface DrainObserver extends WaitObserver, FailureObserver {
  /** How many breadcrumbs there are to do; when as many as the limit, there may be more. */
  found(total: number, limit: number): void
  /** So many of them are dealt with, by this run or by another; `settled` are this run's own. */
  advanced(count: number, settled: readonly Settled[]): void
  /** It went through all that it may do; so many are left to others by its limit. */
  drained?(left: number): void
  /** What came of breadcrumbs that had turned secret since they were processed. */
  withheld?(outcome: Withholding): void
  /** By what the run is held back; undefined where only by the machine. */
  throttled?(heldBy: HeldBy | undefined): void
}

export interface DrainOptions {
  readonly pacer: Pacer
  readonly batchSize: BatchSize
  /** How many breadcrumbs to finish at most. */
  readonly limit: number
  /** Batches under way at once, so that reading, extracting and writing overlap. */
  readonly batchesAtOnce: number
  /** How long to wait for claims and row locks of others, in milliseconds; a lease and 5 s when not given. */
  readonly othersLimit?: number
  /** Which shares of each batch lanes get; newest first without it. */
  readonly priority?: Priority | undefined
  readonly observer: DrainObserver
  /** Counts this run's own results. */
  readonly tally: Tally
}

/** Candidates fetched at a time: ids only, about 100 bytes each. */
const PAGE_ROWS = 10_000
const LONGEST_WAIT_FOR_OTHERS_MS = (LEASE_SECONDS + 5) * 1000
/** Retries are due within seconds; one that is later, as when a clock was set back, is left to the next run. */
const LONGEST_WAIT_FOR_RETRY_S = 60
const POLL_MS = 500
/** While waiting, one part in so many is spent on asking the database. */
const POLL_SHARE = 10

/** Works through what a selection matches, newest first, until nothing is left that it may take. */
export class Drain {
  readonly #work: Work
  readonly #path: Path
  readonly #options: DrainOptions
  readonly #underWay = new Set<Promise<void>>()
  /** Breadcrumbs that may still be taken; those under way are counted as taken. */
  #budget: number
  readonly #recent = new RecentFailures()
  /** Whether anything was dealt with since it was last asked. */
  #progressed = true
  /** Until when it waits for others without having claimed anything. */
  #patientUntil = 0
  #failure: { readonly error: unknown } | undefined

  constructor({ work, path }: Run, options: DrainOptions) {
    this.#work = work
    this.#path = path
    this.#options = options
    this.#budget = options.limit
  }

  /**
   * Throws what a batch throws, after the others have been saved.
   * @returns how many its limit leaves to others; 0 as well where it was stopped before it came to that.
   */
  async run(): Promise<number> {
    let left = 0
    try {
      const { observer, limit } = this.#options
      await this.withhold()
      const total = await this.#work.countDue(limit)
      observer.found(total, limit)
      this.#path.prepare(total)
      do await this.#pass()
      while (await this.#untilMoreIsDue())
      if (!this.#halted) {
        if (this.#budget === 0) left = await this.#work.countDue(Number.POSITIVE_INFINITY)
        observer.drained?.(left)
      }
    } finally {
      await Promise.all(this.#underWay)
    }
    if (this.#failure) throw this.#failure.error
    return left
  }

  /** What every run does first, also one that comes to nothing else. */
  async withhold(): Promise<void> {
    const outcome = await withholdExposed(this.#work, this.#path)
    this.#options.tally.addWithholding(outcome)
    this.#options.observer.withheld?.(outcome)
  }

  get #halted(): boolean {
    return this.#work.stop.aborted || this.#failure !== undefined
  }

  /** Once through all candidates, newest first, in each lane. */
  async #pass(): Promise<void> {
    const { pacer, batchSize, batchesAtOnce, priority } = this.#options
    const queue = queueOf(this.#work, priority, (work) => this.#pages(work))
    while (!this.#halted) {
      while (this.#budget === 0 && this.#underWay.size > 0) await Promise.race(this.#underWay)
      if (this.#budget === 0) return
      const ids = await queue.take(Math.min(batchSize.rows, pacer.rowsAtOnce, this.#budget))
      if (ids.length === 0) break
      while (this.#underWay.size >= batchesAtOnce) await Promise.race(this.#underWay)
      await this.#recent.slowDown(this.#options.observer, this.#work.stop)
      if (!this.#halted) this.#start(ids)
    }
    await Promise.all(this.#underWay)
  }

  #pages(work: Work): Pages {
    return pagesOf(work, () => Math.min(PAGE_ROWS, this.#budget))
  }

  #start(ids: readonly string[]): void {
    this.#budget -= ids.length
    const batch = this.#processBatch(ids).finally(() => this.#underWay.delete(batch))
    this.#underWay.add(batch)
  }

  async #processBatch(ids: readonly string[]): Promise<void> {
    try {
      let finished = 0
      const settled = await this.#path.process(ids, (part) => {
        finished += this.#settle(part)
      })
      this.#budget += ids.length - finished
      // Nobody is left to do what could not be claimed.
      this.#options.observer.advanced(ids.length - settled.length, [])
    } catch (error) {
      this.#failure ??= { error }
    }
  }

  /** @returns how many of them need no further work in this run. */
  #settle(settled: readonly Settled[]): number {
    const { tally, observer, pacer } = this.#options
    if (!settled.every(isGivenBack)) this.#progressed = true
    observer.throttled?.(pacer.heldBy)
    const before = tally.finished
    tally.add(settled)
    this.#recent.add(settled)
    observer.advanced(settled.filter((one) => !isUnfinished(one)).length, settled)
    return tally.finished - before
  }

  /**
   * Waits while others hold claims (they finish, or die and lose them) or row locks, and for next attempts.
   * @returns whether another pass is due.
   */
  async #untilMoreIsDue(): Promise<boolean> {
    const { observer, othersLimit = LONGEST_WAIT_FOR_OTHERS_MS } = this.#options
    const progressed = this.#progressed
    this.#progressed = false
    if (progressed) this.#patientUntil = performance.now() + othersLimit
    while (!this.#halted && this.#budget > 0) {
      const asked = performance.now()
      const isPatient = asked < this.#patientUntil
      if (await this.#anyDue()) {
        if (progressed) return true
        // What is due but was not done is locked by another program.
        observer.waiting('the rest is locked by another program', 'others')
        await pause(POLL_MS, this.#work.stop)
        observer.resumed()
        return isPatient
      }
      const { claimed, retrying, retryInSeconds } = await this.#work.remaining()
      const isRetrySoon = retrying > 0 && (retryInSeconds ?? 0) <= LONGEST_WAIT_FOR_RETRY_S
      if (!isRetrySoon && (claimed === 0 || !isPatient)) break
      observer.waiting(
        claimed > 0 ? `${claimed} are in the hands of others` : `${retrying} are due again soon`,
        'others',
      )
      const bearable = Math.max(POLL_MS, (performance.now() - asked) * POLL_SHARE)
      await pause(Math.max(bearable, claimed > 0 ? 0 : (retryInSeconds ?? 0) * 1000), this.#work.stop)
      observer.resumed()
    }
    return false
  }

  /** Asks for a page rather than for one: what is rare would be looked for breadcrumb by breadcrumb. */
  async #anyDue(): Promise<boolean> {
    return (await this.#work.due(PAGE_ROWS)).length > 0
  }
}

/** These come up again in a later pass. */
function isUnfinished(settled: Settled): boolean {
  return settled.status === 'retrying' || settled.status === 'changed' || isGivenBack(settled)
}
