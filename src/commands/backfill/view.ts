import {
  counted,
  FAILED_AT,
  formatNumber,
  kindLines,
  slowDownWords,
  withholdingWarnings,
} from '../../cli/output/format.ts'
import { OrdersShown, type ShownOrder } from '../../cli/output/orders.ts'
import type { Output } from '../../cli/output/output.ts'
import { Progress } from '../../cli/output/progress.ts'
import { picture } from '../../cli/output/symbols.ts'
import { Waits } from '../../cli/output/waits.ts'
import type { RunEnding } from '../../database/records/runs.ts'
import type { HeldBy } from '../../processing/pace/pacer.ts'
import type { Reading, Signal } from '../../processing/pace/signals.ts'
import type { Pace, PaceChange } from '../../processing/pace/steering.ts'
import { KnownKinds } from '../../processing/path/kind-of-failure.ts'
import type { Settled } from '../../processing/path/settled.ts'
import type { Withholding } from '../../processing/path/withhold-exposed.ts'
import type { WaitCause } from '../../processing/run/patience.ts'
import type { StartedRun } from '../../processing/run/run.ts'
import type { Tally } from '../../processing/run/tally.ts'
import { PaceShown, unreadableWords } from './pace-shown.ts'
import { type BackfillSummary, type BackfillWords, summaryDocument, summarySentence } from './summary.ts'

/** Shows a backfill: its progress while it runs, and its summary at the end. */
export class BackfillView {
  readonly #output: Output
  readonly #tally: Tally
  readonly #words: BackfillWords
  readonly #started = performance.now()
  #run: StartedRun | undefined
  #progress: Progress | undefined
  #found = 0
  /** There may be more breadcrumbs than this run may do: what others do leaves it as many as before. */
  #isLimited = false
  /** Dealt with, by this run or by whoever else, among the pages that this run has been through. */
  #advanced = 0
  #finishedByOthers = 0
  #isDrained = false
  /** What its limit leaves to others. */
  #left = 0
  readonly #known = new KnownKinds()
  readonly #waits = new Waits()
  readonly #orders = new OrdersShown()
  readonly #pace = new PaceShown()
  /** A breadcrumb worth a look: the one with the most to find. */
  #example: { readonly id: string; readonly length: number } | undefined

  /** Told how many there are to do, before any of them is done. */
  onFound: (total: number) => void = () => {}

  constructor(output: Output, tally: Tally, words: BackfillWords) {
    this.#output = output
    this.#tally = tally
    this.#words = words
  }

  started(run: StartedRun): void {
    this.#run = run
  }

  found(total: number, limit: number): void {
    this.#found = total
    this.#isLimited = total >= limit
    if (total === 0) return
    this.#output.note(
      `${picture('found', this.#output.terminal)}Found ${counted(total, 'breadcrumb')} to backfill`,
    )
    this.#progress = new Progress(this.#output, total)
    this.#progress.orders = this.#orders
    this.onFound(total)
  }

  /** How far it is, for the record; null before it knows how much there is. */
  get reach(): { readonly done: number; readonly total: number } | null {
    return this.#progress === undefined ? null : { done: this.#done, total: this.#total }
  }

  ordered(orders: readonly ShownOrder[]): void {
    for (const line of this.#orders.change(orders)) this.#output.note(line)
  }

  withheld(outcome: Withholding): void {
    for (const line of withholdingWarnings(outcome)) this.#output.warning(line)
  }

  advanced(count: number, settled: readonly Settled[]): void {
    this.#advanced += count
    this.#update()
    for (const breadcrumb of settled) this.#report(breadcrumb)
  }

  /** Other runs on the same work have finished so many since this one began. */
  othersFinished(count: number): void {
    this.#finishedByOthers = count
    this.#update()
  }

  drained(left: number): void {
    this.#isDrained = true
    this.#left = left
    this.#update()
  }

  throttled(heldBy: HeldBy | undefined): void {
    const words = { pace: this.#pace.reason, rate: this.#orders.rate }
    if (this.#progress)
      this.#progress.throttle = heldBy === undefined ? undefined : (words[heldBy] ?? 'throttled')
  }

  paceBegan({ rowsPerSecond }: Pace): void {
    this.#output.note(
      `From ${formatNumber(rowsPerSecond)} rows/s on as fast as the database bears (--no-adaptive: as fast as it goes)`,
    )
  }

  paced(change: PaceChange): void {
    this.#output.note(this.#pace.change(change, this.#seconds))
    // Of a trickle nothing is heard for a while.
    this.throttled('pace')
  }

  /** How much of its budget each signal takes up now. */
  loadRead(readings: readonly Reading[]): void {
    this.#pace.read(readings)
  }

  unreadable(signals: readonly Signal[]): void {
    this.#output.note(unreadableWords(signals))
  }

  unread(error: string): void {
    this.#output.note(`How busy the database is can't be told, so that the pace grows no more: ${error}`)
  }

  slowedDown(cause: string): void {
    if (this.#known.isNews('slow', cause)) this.#output.warning(slowDownWords(cause))
  }

  waiting(reason: string, cause: WaitCause): void {
    if (cause === 'database') this.#waits.begin(reason)
    if (this.#progress) this.#progress.waiting = reason
    this.#output.detail(`waiting: ${reason}`)
  }

  backingOff(reason: string): void {
    if (this.#progress) this.#progress.waiting = 'backing off'
    this.#output.detail(`backing off: ${reason}`)
  }

  resumed(): void {
    if (this.#progress) this.#progress.waiting = undefined
    const over = this.#waits.end()
    if (over !== undefined) this.#output.note(over)
  }

  stop(): void {
    this.#progress?.stop()
  }

  /** One line of words, or one JSON document; tells how the run ended when it leaves work behind. */
  summary(ending: RunEnding): void {
    const summary = this.#summary(ending)
    if (this.#output.json) {
      this.#output.document(summaryDocument(summary))
      return
    }
    if (summary.total > 0 || ending !== 'error') this.#output.sentence(summarySentence(summary, this.#output))
    for (const line of kindLines(this.#tally.failedByKind)) this.#output.note(line)
  }

  /** After a run that kept what was there before. */
  suggestUndo(): void {
    const { processed, skipped } = this.#tally
    if (this.#run === undefined || processed + skipped === 0) return
    this.#output.note(`\`rcrt-entities undo ${this.#run.id.slice(0, 8)}\` brings back what was there before`)
  }

  /** For newcomers, after a run on the embedded database. */
  suggestNext(flag: string): void {
    const commands = [
      `npx rcrt-entities stats ${flag}`,
      ...(this.#example ? [`npx rcrt-entities inspect ${this.#example.id.slice(0, 8)} ${flag}`] : []),
      'npx rcrt-entities --help',
    ]
    this.#output.note(['', 'Try next:', ...commands.map((command) => `  ${command}`)].join('\n'))
  }

  #summary(ending: RunEnding): BackfillSummary {
    return {
      ...this.#words,
      run: this.#run,
      tally: this.#tally,
      ending,
      total: this.#total,
      left: this.#left,
      movedAlready: this.#movedAlready,
      seconds: this.#seconds,
      paceChanges: this.#pace.changes,
    }
  }

  /** Of those that are named, how many were not due any more; undefined where that is not known. */
  get #movedAlready(): number | undefined {
    const { named } = this.#words
    return named === undefined || this.#isLimited ? undefined : Math.max(0, named - this.#found)
  }

  #update(): void {
    const { processed, skipped, failed, retrying, finished } = this.#tally
    const counts = { processed, skipped, failed, retrying, own: finished }
    this.#progress?.update({ done: this.#done, total: this.#total, ...counts })
  }

  get #seconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  /** More than were found when some became due or appeared meanwhile. */
  get #total(): number {
    return Math.max(this.#found, this.#tally.finished)
  }

  /**
   * Both ways to count what others did fall short: their records are seconds old, and some keep none. Others may have
   * finished what was not among those that were found.
   */
  get #done(): number {
    const own = this.#tally.finished
    if (this.#isDrained) return this.#total
    const all = this.#isLimited ? own : Math.max(this.#advanced, own + this.#finishedByOthers)
    return Math.min(all, this.#total)
  }

  #report(breadcrumb: Settled): void {
    if (breadcrumb.status === 'processed' && breadcrumb.keywords.length > (this.#example?.length ?? 0)) {
      this.#example = { id: breadcrumb.id, length: breadcrumb.keywords.length }
    }
    if (breadcrumb.status === 'failed' && this.#known.isNews('failed', breadcrumb.error)) {
      this.#output.warning(
        `breadcrumb ${breadcrumb.id} failed, and is left alone until --failed: ${breadcrumb.error}`,
      )
    }
    if (breadcrumb.status === 'retrying' && this.#known.isNews('retrying', breadcrumb.error)) {
      const { id, at, error, retrySeconds } = breadcrumb
      const mark = picture('failed', this.#output.terminal)
      this.#output.note(`${mark}${FAILED_AT[at]}: ${error}. Will retry ${id} in ${retrySeconds.toFixed(0)} s`)
    }
  }
}
