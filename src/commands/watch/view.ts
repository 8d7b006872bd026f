import {
  counted,
  formatDuration,
  kindLines,
  outcomeCounts,
  slowDownWords,
  withholdingWarnings,
} from '../../cli/output/format.ts'
import { OrdersShown, type ShownOrder } from '../../cli/output/orders.ts'
import type { Output } from '../../cli/output/output.ts'
import { StatusLine } from '../../cli/output/status-line.ts'
import { picture } from '../../cli/output/symbols.ts'
import { Waits } from '../../cli/output/waits.ts'
import type { HintSource, SourceStatus } from '../../events/hint.ts'
import type { DrainObserver } from '../../processing/backfill/drain.ts'
import { KnownKinds } from '../../processing/path/kind-of-failure.ts'
import type { Settled } from '../../processing/path/settled.ts'
import type { Withholding } from '../../processing/path/withhold-exposed.ts'
import type { WaitCause } from '../../processing/run/patience.ts'
import type { StartedRun } from '../../processing/run/run.ts'
import type { Tally } from '../../processing/run/tally.ts'
import type { PassedOverState, WatchObserver } from '../../processing/watch/watcher.ts'
import { SmoothedRate, seconds } from '../../timing/rate.ts'
import { BreadcrumbLines } from './breadcrumb-lines.ts'
import { CatchUp } from './catch-up.ts'
import { Strangers } from './strangers.ts'
import { statusLine } from './words.ts'

/**
 * Shows what a watch does: on stdout a line for each breadcrumb; on stderr what concerns the stream, the sweeps and the
 * database; and at the bottom of a terminal a status line.
 */
export class WatchView implements WatchObserver, DrainObserver {
  readonly #output: Output
  readonly #tally: Tally
  readonly #started = seconds()
  readonly #rate = new SmoothedRate(this.#started)
  readonly #statusLine: StatusLine | undefined
  /** A watch lasts for weeks, and its log is read by the day. */
  readonly #known = new KnownKinds(HOUR_MS)
  readonly #lines: BreadcrumbLines
  readonly #strangers = new Strangers()
  #run: StartedRun | undefined
  #catchUp: CatchUp | undefined
  #catchUpTimer: NodeJS.Timeout | undefined
  #source: HintSource | undefined
  #connectedSince: number | undefined
  #lastSweepAt: number | undefined
  /** What has to happen before it is ready. */
  #missing = new Set<'connection' | 'sweep'>()
  readonly #waits = new Waits()
  readonly #orders = new OrdersShown()
  /** Why the database refuses every write. */
  #refusal: string | undefined
  #lastDisconnection: { readonly reason: string; readonly toldAt: number } | undefined

  constructor(output: Output, tally: Tally) {
    this.#output = output
    this.#tally = tally
    this.#statusLine = output.terminal.animated ? new StatusLine(output, () => this.#statusText()) : undefined
    this.#lines = new BreadcrumbLines(output, this.#statusLine, this.#known)
  }

  started(run: StartedRun): void {
    this.#run = run
    this.#lines.run = run.id
    if (this.#output.json) this.#lines.event('started', { startedAt: run.startedAt })
  }

  /** Shows the source's figures from now on. */
  follow(source: HintSource, options: { readonly sweeps: boolean }): void {
    this.#source = source
    this.#missing = new Set(options.sweeps ? ['connection', 'sweep'] : ['connection'])
  }

  backlog(total: number): void {
    if (total === 0) return
    this.#output.note(
      `${picture('found', this.#output.terminal)}Found ${counted(total, 'breadcrumb')} to catch up with`,
    )
    this.#catchUp = new CatchUp(total, this.#tally)
    if (this.#statusLine === undefined)
      this.#catchUpTimer = setInterval(() => this.#output.note(this.#catchUp?.text() ?? ''), PLAIN_MS)
  }

  announced(ids: readonly string[]): void {
    this.#strangers.announced(ids.length)
    this.#lines.announced(ids)
  }

  settled(breadcrumbs: readonly Settled[]): void {
    this.#lines.settled(breadcrumbs)
  }

  slowedDown(cause: string): void {
    if (this.#known.isNews('slow', cause)) this.#output.warning(slowDownWords(cause))
  }

  passedOver(id: string, state: PassedOverState): void {
    const warning = state === 'missing' ? this.#strangers.missing() : undefined
    if (warning !== undefined && this.#known.isNews('missing', '')) this.#output.warning(warning)
    this.#lines.passedOver(id, state)
  }

  found(total: number): void {
    const text = `Found ${counted(total, 'breadcrumb')} to backfill`
    this.#output.note(`${picture('found', this.#output.terminal)}${text}`)
  }

  advanced(_count: number, settled: readonly Settled[]): void {
    this.settled(settled)
  }

  withheld(outcome: Withholding): void {
    for (const line of withholdingWarnings(outcome)) this.#output.warning(line)
  }

  swept({ found, tally }: Parameters<WatchObserver['swept']>[0]): void {
    this.#lastSweepAt = seconds()
    this.#endCatchUp()
    const text = `${picture('done', this.#output.terminal)}Sweep: ${tally.processed}/${found} breadcrumbs processed, ${tally.skipped} skipped`
    if (found > 0) this.#output.note(text)
    else this.#output.detail('Sweep: nothing to do')
    this.#has('sweep')
  }

  status(status: SourceStatus): void {
    const { level, text } = statusLine(status)
    this.#output[this.#isNews(status) ? level : 'detail'](text)
    if (status.state === 'disconnected' || status.state === 'unauthorised') this.#connectedSince = undefined
    if (status.state !== 'connected') return
    this.#connectedSince = seconds()
    this.#has('connection')
  }

  /** A failure that repeats itself every few seconds is told once a minute. */
  #isNews(status: SourceStatus): boolean {
    if (status.state === 'connected') this.#lastDisconnection = undefined
    if (status.state !== 'disconnected') return true
    const { reason } = status
    const last = this.#lastDisconnection
    if (last?.reason === reason && seconds() - last.toldAt < 60) return false
    this.#lastDisconnection = { reason, toldAt: seconds() }
    return true
  }

  waiting(reason: string, cause: WaitCause): void {
    if (cause === 'others' || this.#source === undefined) this.#output.detail(`waiting: ${reason}`)
    if (cause === 'database' && this.#waits.begin(reason) && this.#source !== undefined)
      this.#output.warning(`waiting: ${reason}`)
  }

  ordered(orders: readonly ShownOrder[]): void {
    for (const line of this.#orders.change(orders)) this.#output.note(line)
  }

  resumed(): void {
    const over = this.#waits.end()
    if (over !== undefined) this.#output.note(over)
  }

  /** Told once for each reason, however often it is tried. */
  refused(reason: string | undefined): void {
    if (reason === undefined) this.#output.note('The database takes updates of breadcrumbs again')
    else if (reason !== this.#refusal) this.#output.warning(`${reason}. It is tried again every 10 s`)
    this.#refusal = reason
  }

  /** Stopped while the database is away. */
  leaveToOthers({ message }: Error): void {
    this.#output.warning(`${message}. What was in hand can be taken over when its claims expire, within 30 s`)
  }

  #endCatchUp(): void {
    clearInterval(this.#catchUpTimer)
    this.#catchUp = undefined
  }

  stop(): void {
    this.#endCatchUp()
    this.#statusLine?.stop()
  }

  summary(): void {
    const { processed, skipped, failed, withheld } = this.#tally
    if (this.#output.json)
      this.#lines.event('stopped', {
        startedAt: this.#run?.startedAt ?? null,
        processed,
        skipped,
        failed,
        withheld,
        ...this.#source?.counts,
      })
    else
      for (const line of [
        `${outcomeCounts(this.#tally)} in ${formatDuration(seconds() - this.#started)}`,
        ...kindLines(this.#tally.failedByKind),
      ])
        this.#output.note(line)
  }

  #has(what: 'connection' | 'sweep'): void {
    if (this.#missing.delete(what) && this.#missing.size === 0) this.#output.note('Ready (Ctrl-C to quit)')
  }

  /** What matters least comes last, where a narrow terminal cuts it off. */
  #statusText(): string {
    const now = seconds()
    this.#rate.observe(this.#source?.counts.events ?? 0, now)
    const since = this.#connectedSince
    const swept = this.#lastSweepAt
    return [
      since === undefined ? 'not connected' : `connected ${formatDuration(now - since)}`,
      ...(this.#orders.pause === undefined ? [] : [this.#orders.pause]),
      ...(this.#waits.reason === undefined ? [] : ['waiting for the database']),
      ...(this.#refusal === undefined ? [] : ['refused by the database']),
      ...(this.#catchUp === undefined ? [] : [this.#catchUp.text()]),
      `${(this.#rate.perSecond ?? 0).toFixed(1)} events/s`,
      outcomeCounts(this.#tally),
      ...(this.#orders.rate === undefined ? [] : [this.#orders.rate]),
      `${this.#source?.waiting ?? 0} waiting`,
      swept === undefined ? 'no sweep yet' : `last sweep ${formatDuration(now - swept)} ago`,
    ].join(' | ')
  }
}

const HOUR_MS = 3_600_000
const PLAIN_MS = 10_000
