import { counted, formatDuration, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { Progress } from '../../cli/output/progress.ts'
import { picture } from '../../cli/output/symbols.ts'
import type { KeepingRun, Undone, Verdict } from '../../database/records/undo.ts'
import type { WaitObserver } from '../../processing/run/patience.ts'

const WHY: Readonly<Record<Exclude<Verdict, 'restored'>, string>> = {
  'written-since': 'written since',
  'in-hand': 'in the hands of a run or another program',
  secret: 'secret now',
  gone: 'gone',
}
const MOST_SHOWN = 20

/** Shows what comes back of a run, and lists what does not. */
export class UndoView implements WaitObserver {
  readonly #output: Output
  readonly #run: KeepingRun
  readonly #isDryRun: boolean
  readonly #started = performance.now()
  readonly #progress: Progress
  readonly #left: { readonly id: string; readonly why: Exclude<Verdict, 'restored'> }[] = []
  #restored = 0

  constructor(output: Output, run: KeepingRun, isDryRun: boolean) {
    this.#output = output
    this.#run = run
    this.#isDryRun = isDryRun
    this.#progress = new Progress(output, run.kept)
  }

  waiting(reason: string): void {
    this.#progress.waiting = reason
    this.#output.detail(`waiting: ${reason}`)
  }

  resumed(): void {
    this.#progress.waiting = undefined
  }

  add(undone: readonly Undone[]): void {
    for (const { id, verdict } of undone) {
      if (verdict === 'restored') this.#restored += 1
      else this.#left.push({ id, why: verdict })
    }
    const done = this.#restored + this.#left.length
    const counts = { processed: this.#restored, skipped: this.#left.length, failed: 0, retrying: 0 }
    this.#progress.update({ done, own: done, total: this.#run.kept, ...counts })
  }

  stop(): void {
    this.#progress.stop()
  }

  summary(isStopped: boolean): void {
    if (this.#output.json) {
      this.#output.document({
        run: this.#run.id,
        dryRun: this.#isDryRun,
        kept: this.#run.kept,
        restored: this.#restored,
        left: this.#left,
        stopped: isStopped,
      })
      return
    }
    for (const { id, why } of this.#left.slice(0, MOST_SHOWN)) this.#output.result(`${id}  ${WHY[why]}`)
    const more = this.#left.length - MOST_SHOWN
    if (more > 0) this.#output.result(`and ${formatNumber(more)} more (--json lists all)`)
    this.#output.sentence(this.#sentence(isStopped))
  }

  #sentence(isStopped: boolean): string {
    const seconds = formatDuration((performance.now() - this.#started) / 1000)
    const left = this.#left.length > 0 ? `, ${formatNumber(this.#left.length)} left alone` : ''
    const of = `${formatNumber(this.#restored)}/${counted(this.#run.kept, 'breadcrumb')}`
    if (this.#isDryRun) return `Dry run: ${of} would be as before${left}; nothing was written.`
    const end = isStopped ? '; stopped, the same command goes on' : ''
    const mark = isStopped ? '' : picture('done', this.#output.stdoutTerminal)
    return `${mark}Undo: ${of} are as before${left} in ${seconds}${end}`
  }
}
