import type { State } from '../../database/due/state.ts'
import type { Hint, HintSource, SourceStatus } from '../../events/hint.ts'
import type { Priority } from '../lanes/priority.ts'
import { queueOf } from '../lanes/queue.ts'
import type { Pacer } from '../pace/pacer.ts'
import type { Path } from '../path/path.ts'
import type { FailureObserver } from '../path/recent-failures.ts'
import { isBusy, type Settled } from '../path/settled.ts'
import type { Withholding } from '../path/withhold-exposed.ts'
import type { WaitObserver } from '../run/patience.ts'
import type { Run } from '../run/run.ts'
import { Tally } from '../run/tally.ts'
import type { Work } from '../work.ts'
import { Announced } from './announced.ts'
import { Batches } from './batches.ts'
import { duePages, type SweepTimes, updatesSince } from './sweep.ts'
import { Sweeper } from './sweeper.ts'

/** `locked`: it is to be done, but another program is writing it. */
export type PassedOverState = State | 'missing' | 'locked'

/** Told of everything a watcher does. */
export interface WatchObserver extends WaitObserver, FailureObserver {
  /** So many are due as it begins, which the first sweep takes. */
  backlog(total: number): void
  /** Events announced these, and work on them begins. */
  announced(ids: readonly string[]): void
  settled(breadcrumbs: readonly Settled[]): void
  /** An announced breadcrumb needs nothing, or can't be had. */
  passedOver(id: string, state: PassedOverState): void
  swept(sweep: { readonly found: number; readonly tally: Tally }): void
  /** What came of breadcrumbs that had turned secret since they were processed. */
  withheld(outcome: Withholding): void
  /** The database refuses every write, for this reason; undefined when it takes them again. */
  refused(reason: string | undefined): void
}

export interface WatcherOptions {
  readonly source: HintSource
  /** Whose events the stream carries. */
  readonly streamOwner: string
  /** False leaves out sweeps: what no event announces is then left alone. */
  readonly sweeps: boolean
  /** Ends after so many breadcrumbs were processed; Infinity for never. */
  readonly count: number
  /** Claimed at once, at most: what it allows in a second. */
  readonly pacer: Pacer
  /** Which shares of a sweep's batches lanes get; newest first without it. */
  readonly priority?: Priority | undefined
  readonly observer: WatchObserver
  readonly tally: Tally
  /** Ends it, the source and the path, once aborted; it does so itself when `count` is reached. */
  readonly stop: AbortController
}

/** Batches of announced breadcrumbs under way at once, so that reading, extracting and writing overlap. */
const LANES = 2
const SWEEP_BATCH_ROWS = 200
const HEALTHY_SWEEP_MS = 60_000
const UNHEALTHY_SWEEP_MS = 10_000
/** From finding that another program is writing a breadcrumb to looking again: a second, as sweeps go. */
const FIRST_LOCKED_PAUSE_MS = 500
/** How long an event may take to arrive. */
const EVENT_DELAY_MS = 5_000

/**
 * Feeds what events announce and what sweeps find into the shared path. Events are hints: whatever becomes of
 * them, a sweep finds the breadcrumb.
 */
export class Watcher {
  readonly #work: Work
  readonly #path: Path
  readonly #options: WatcherOptions
  readonly #sweeper: Sweeper
  readonly #batches: Batches
  readonly #announced: Announced
  #connected = false
  #deaf = false
  #lastSweep: SweepStart | undefined
  #faultsSweptFor = 0
  #lockedPauseMs = FIRST_LOCKED_PAUSE_MS

  constructor(run: Run, options: WatcherOptions) {
    this.#work = run.work
    this.#path = run.path
    this.#options = options
    this.#sweeper = new Sweeper({
      sweep: () => this.#sweep(),
      intervalMs: () => (this.#connected && !this.#deaf ? HEALTHY_SWEEP_MS : UNHEALTHY_SWEEP_MS),
      stop: options.stop.signal,
    })
    this.#batches = new Batches(run, {
      ...options,
      // One at a time where breadcrumbs are counted, so that none is processed beyond the count.
      atOnce: options.count === Number.POSITIVE_INFINITY ? LANES + 1 : 1,
      requestSweep: (afterMs) => this.#sweeper.request(afterMs),
    })
    this.#announced = new Announced(run.work, this.#batches, {
      ...options,
      onLocked: () => this.#sweeper.request(FIRST_LOCKED_PAUSE_MS),
    })
  }

  /** Has to be told how the source is doing: that decides how often to sweep. */
  noteStatus({ state }: SourceStatus): void {
    if (state === 'connected') this.#connected = true
    if (state === 'disconnected' || state === 'unauthorised') this.#connected = false
    // A new connection may be as deaf as the last: only an event proves that it is not.
    if (state === 'deaf' || state === 'stalled') this.#deaf = true
    if (state === 'hearing') this.#deaf = false
    this.#sweeper.intervalChanged()
    // The first sweep doesn't wait for a stream that can't be had.
    if (!this.#connected && state !== 'connecting' && this.#lastSweep === undefined) this.#sweeper.request()
  }

  /** Until stopped. Throws what the database throws, when it is beyond repair. */
  async run(): Promise<void> {
    // For the first event; the first sweep may bring more.
    this.#path.prepare(1)
    const hints = this.#options.source[Symbol.asyncIterator]()
    const work = Array.from({ length: LANES }, () => this.#follow(hints))
    if (this.#options.sweeps) work.push(this.#sweeper.run())
    try {
      await Promise.all(work)
    } finally {
      this.#options.stop.abort()
      await Promise.allSettled(work)
    }
  }

  /** Takes the next hint when the last is dealt with; meanwhile ids wait in the source, and twice is once. */
  async #follow(hints: AsyncIterator<Hint, void>): Promise<void> {
    for (let next = await hints.next(); !next.done; next = await hints.next()) {
      if (next.value.kind === 'gap') this.#sweeper.request()
      else await this.#announced.take(next.value)
      this.#sweepAfterFaults()
    }
  }

  /** What happened while the database came back may have been announced to nobody. */
  #sweepAfterFaults(): void {
    const { waitedOut } = this.#work.patience
    if (waitedOut > this.#faultsSweptFor) this.#sweeper.request()
    this.#faultsSweptFor = waitedOut
  }

  async #sweep(): Promise<void> {
    const { observer, stop, priority } = this.#options
    const last = this.#lastSweep
    await this.#batches.withholdExposed()
    if (last === undefined) observer.backlog(await this.#countBacklog())
    // Before the search: what commits after it was either open by now or is newer.
    const times = await this.#work.transactionTimes()
    const since = updatesSince(times.startedAt, last)
    const start = { ...times, fullAt: since && last ? last.fullAt : times.startedAt, ...this.#heard() }
    const tally = new Tally()
    let found = 0
    let anyBusy = false
    let sample: readonly string[] = []
    const queue = await queueOf(this.#work, priority, (work) => duePages(work, since))
    for (
      let ids = await queue.take(SWEEP_BATCH_ROWS);
      ids.length > 0;
      ids = await queue.take(SWEEP_BATCH_ROWS)
    ) {
      found += ids.length
      const settled = await this.#batches.process(ids, 'swept')
      tally.add(settled)
      anyBusy ||= settled.some(isBusy)
      if (sample.length === 0) sample = settled.map(({ id }) => id)
      if (stop.signal.aborted) return
    }
    this.#lastSweep = start
    observer.swept({ found, tally })
    this.#lookAgain(anyBusy)
    this.#sweepAfterFaults()
    if (last && sample.length > 0) await this.#listenForDeafness(last, start, sample)
  }

  /** Old keywords of other programs are not due, only those that are updated from now on. */
  #countBacklog(): Promise<number> {
    const { selection } = this.#work
    const kinds = selection.kinds.filter((kind) => kind !== 'updated foreign')
    return this.#work.for({ ...selection, kinds }).countDue(Number.POSITIVE_INFINITY)
  }

  /** After a pause as long as the lock has lasted so far: one that lasts is looked at ever less often. */
  #lookAgain(anyBusy: boolean): void {
    if (anyBusy) this.#sweeper.request(this.#lockedPauseMs)
    this.#lockedPauseMs = anyBusy
      ? Math.min(2 * this.#lockedPauseMs, HEALTHY_SWEEP_MS)
      : FIRST_LOCKED_PAUSE_MS
  }

  #heard(): { connections: number; events: number; connected: boolean } {
    const { connections, events } = this.#options.source.counts
    return { connections, events, connected: this.#connected }
  }

  /** Between two sweeps the stream was open and brought no event, and yet breadcrumbs appeared. */
  async #listenForDeafness(last: SweepStart, current: SweepStart, ids: readonly string[]): Promise<void> {
    const { source, streamOwner } = this.#options
    const sameConnection = current.connected && last.connections === current.connections
    if (!sameConnection || last.events !== current.events) return
    const from = last.startedAt
    const to = new Date(current.startedAt.getTime() - EVENT_DELAY_MS)
    if (await this.#work.anyUpdatedBetween(ids, { ownerId: streamOwner, from, to })) source.missedEvents()
  }
}

/** What the source had brought when a sweep began. */
interface SweepStart extends SweepTimes {
  readonly connections: number
  readonly events: number
  readonly connected: boolean
}
