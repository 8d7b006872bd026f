import { counted, formatDuration, turnedSecret } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { Progress } from '../../cli/output/progress.ts'
import { picture } from '../../cli/output/symbols.ts'
import type { RunEnding } from '../../database/records/runs.ts'
import type { Settled } from '../../processing/path/settled.ts'
import type { Tally } from '../../processing/run/tally.ts'

/** Shows a backfill: its progress while it runs, and its summary at the end. */
export class BackfillView {
  readonly #output: Output
  readonly #tally: Tally
  readonly #started = performance.now()
  #progress: Progress | undefined
  #found = 0
  /** There may be more breadcrumbs than this run may do: what others do leaves it as many as before. */
  #isLimited = false
  /** Dealt with, by this run or by whoever else, among the pages that this run has been through. */
  #advanced = 0
  #finishedByOthers = 0
  #isDrained = false
  #isMoreLeft = false
  /** A breadcrumb worth a look: the one with the most to find. */
  #example: { readonly id: string; readonly length: number } | undefined

  constructor(output: Output, tally: Tally) {
    this.#output = output
    this.#tally = tally
  }

  found(total: number, limit: number): void {
    this.#found = total
    this.#isLimited = total >= limit
    if (total === 0) return
    this.#output.note(
      `${picture('found', this.#output.terminal)}Found ${counted(total, 'breadcrumb')} to backfill`,
    )
    this.#progress = new Progress(this.#output, total)
  }

  withheld(count: number): void {
    if (count > 0) this.#output.warning(turnedSecret(count))
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

  drained(moreLeft: boolean): void {
    this.#isDrained = true
    this.#isMoreLeft = moreLeft
    this.#update()
  }

  throttled(isHeld: boolean): void {
    if (this.#progress) this.#progress.throttled = isHeld
  }

  waiting(reason: string): void {
    if (this.#progress) this.#progress.waiting = reason
    this.#output.detail(`waiting: ${reason}`)
  }

  backingOff(reason: string): void {
    if (this.#progress) this.#progress.waiting = 'backing off'
    this.#output.detail(`backing off: ${reason}`)
  }

  resumed(): void {
    if (this.#progress) this.#progress.waiting = undefined
  }

  stop(): void {
    this.#progress?.stop()
  }

  /** One line of words, or one JSON document; tells how the run ended when it leaves work behind. */
  summary(end: RunEnding): void {
    const ending = end === 'done' && this.#isMoreLeft ? 'limit' : end
    const { processed, skipped, failed, truncated, skippedByReason } = this.#tally
    const seconds = (performance.now() - this.#started) / 1000
    if (this.#output.json) {
      this.#output.document({
        ending,
        found: this.#total,
        processed,
        skipped,
        skippedByReason,
        failed,
        truncated,
        seconds: Number(seconds.toFixed(3)),
        rowsPerSecond: Math.round((processed + skipped + failed) / seconds),
      })
    } else if (this.#total > 0 || ending !== 'error') this.#output.result(this.#sentence(seconds, ending))
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

  #update(): void {
    const { processed, skipped, failed } = this.#tally
    this.#progress?.update({ done: this.#done, total: this.#total, processed, skipped, failed })
  }

  /** More than were found when some became due or appeared meanwhile. */
  get #total(): number {
    return Math.max(this.#found, this.#tally.finished)
  }

  /** Both ways to count what others did fall short: their records are seconds old, and some keep none. */
  get #done(): number {
    const own = this.#tally.finished
    if (this.#isDrained) return this.#total
    return this.#isLimited ? own : Math.max(this.#advanced, own + this.#finishedByOthers)
  }

  #sentence(seconds: number, ending: Ending): string {
    const { processed, skipped, failed, skippedByReason } = this.#tally
    if (this.#total === 0 && ending === 'done') return 'Nothing to do: no breadcrumb matches.'
    const reasons = Object.entries(skippedByReason).map(([reason, count]) => `${count} ${reason}`)
    const parts = [
      `${processed}/${this.#total} breadcrumbs processed`,
      reasons.length > 0 ? `${skipped} skipped (${reasons.join(', ')})` : `${skipped} skipped`,
      ...(failed > 0 ? [`${failed} failed`] : []),
    ]
    const done = ending === 'done' ? picture('done', this.#output.stdoutTerminal) : ''
    return `${done}Backfill: ${parts.join(', ')} in ${formatDuration(seconds)}${LEFT_BEHIND[ending]}`
  }

  #report(breadcrumb: Settled): void {
    if (breadcrumb.status === 'processed' && breadcrumb.keywords.length > (this.#example?.length ?? 0)) {
      this.#example = { id: breadcrumb.id, length: breadcrumb.keywords.length }
    }
    if (breadcrumb.status === 'failed') {
      this.#output.warning(
        `breadcrumb ${breadcrumb.id} failed, and is left alone until --failed: ${breadcrumb.error}`,
      )
    }
    if (breadcrumb.status === 'retrying') {
      const seconds = breadcrumb.retrySeconds.toFixed(0)
      this.#output.note(
        `${picture('failed', this.#output.terminal)}Entity extraction failed: ${breadcrumb.error}. Will retry ${breadcrumb.id} in ${seconds} s`,
      )
    }
  }
}

type Ending = RunEnding | 'limit'

const LEFT_BEHIND: Readonly<Record<Ending, string>> = {
  done: '',
  limit: '; --limit is reached, and more are left',
  'out of time': '; --max-duration is over, the rest is left to the next run',
  stopped: '; stopped, the rest is left to the next run',
  error: '; ended by an error',
}
