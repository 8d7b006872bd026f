import { createRequire } from 'node:module'
import type * as cliProgress from 'cli-progress'
import { SmoothedRate, seconds } from '../../timing/rate.ts'
import { formatDuration, formatNumber, formatPercent, outcomeCounts } from './format.ts'
import { lastLineWidth, onResize } from './last-line.ts'
import type { OrdersShown } from './orders.ts'
import type { Output } from './output.ts'
import { truncated } from './table.ts'

export interface ProgressCounts {
  readonly done: number
  readonly total: number
  readonly processed: number
  readonly skipped: number
  readonly failed: number
  /** Those that wait for another attempt. */
  readonly retrying: number
  /** What this run has finished itself; `done` counts what others did, too. */
  readonly own: number
}

/** Shows how far a run has come: a bar on a terminal, otherwise one plain line every 10 s. */
export class Progress {
  readonly #output: Output
  readonly #rate: SmoothedRate
  readonly #ownRate: SmoothedRate
  readonly #started: number
  readonly #timer: NodeJS.Timeout
  readonly #sampler: NodeJS.Timeout
  readonly #bars: cliProgress.MultiBar | undefined
  readonly #stopResizing: (() => void) | undefined
  #drawn = ''
  #counts: ProgressCounts
  #waiting: string | undefined
  /** By what the run is held back. */
  #throttle: string | undefined
  #isOver = false
  /** What somebody told the run to do. */
  orders: OrdersShown | undefined

  constructor(output: Output, total: number) {
    this.#output = output
    this.#counts = { done: 0, total, processed: 0, skipped: 0, failed: 0, retrying: 0, own: 0 }
    this.#started = seconds()
    this.#rate = new SmoothedRate(this.#started)
    this.#ownRate = new SmoothedRate(this.#started)
    if (output.terminal.animated) {
      this.#bars = makeBars(output, () => {
        this.#drawn = this.#barLine()
        return this.#drawn
      })
      this.#bars.create(1, 0)
      output.live = { log: (line) => this.#logAbove(line) }
      this.#timer = setInterval(() => this.#bars?.update(), BAR_MS)
      this.#stopResizing = onResize(
        output,
        () => this.#drawn,
        () => this.#bars?.update(),
      )
    } else {
      this.#timer = setInterval(() => output.note(this.#plainLine()), PLAIN_MS)
    }
    // Also while nothing moves: then the rate falls.
    this.#sampler = setInterval(() => this.#sample(), SAMPLE_MS)
  }

  update(counts: ProgressCounts): void {
    this.#counts = { ...counts, done: Math.min(counts.done, counts.total) }
  }

  /** Says why nothing moves; undefined when it moves again. */
  set waiting(reason: string | undefined) {
    this.#waiting = reason
  }

  /** Says by what the run is held back; undefined where only by the machine. */
  set throttle(words: string | undefined) {
    this.#throttle = words
  }

  /** Has to be called: the bar hides the cursor and keeps the process alive. */
  stop(): void {
    clearInterval(this.#timer)
    clearInterval(this.#sampler)
    this.#stopResizing?.()
    // The last bar stays on the screen: it tells of what came since the last sample, too.
    this.#sample()
    this.#isOver = true
    this.#bars?.update()
    this.#bars?.stop()
    this.#output.live = undefined
  }

  #sample(): void {
    this.#rate.observe(this.#counts.done, seconds())
    this.#ownRate.observe(this.#counts.own, seconds())
  }

  /** The library keeps lines until its next drawing, which may never come. */
  #logAbove(line: string): void {
    this.#bars?.log(`${line}\n`)
    this.#bars?.update()
  }

  #plainLine(): string {
    const { done, total } = this.#counts
    const parts = [placeOf(done, total), formatPercent(done, total), this.#speed(), this.#reason()]
    return parts.filter(Boolean).join(' ')
  }

  /** Where the terminal is narrow, first the time and the rate are left out, then the drawing, then the counts. */
  #barLine(): string {
    const { done, total } = this.#counts
    const width = lastLineWidth(this.#output.terminal)
    const head = `${formatPercent(done, total).padStart(4)} ${placeOf(done, total)}`
    const [reason, counts, speed] = [this.#reason(), this.#countWords(), this.#speed()]
    const tails = [
      [reason, speed, formatDuration(seconds() - this.#started), counts],
      [reason, speed, counts],
      [reason, counts],
    ].map((parts) => [head, ...parts].filter(Boolean).join('  '))
    const text =
      tails.find((each) => each.length + MIN_BAR + 1 <= width) ??
      tails.find((each) => each.length <= width) ??
      [head, reason].filter(Boolean).join('  ')
    const room = Math.min(MAX_BAR, width - text.length - 1)
    const line = room >= MIN_BAR ? `${this.#drawing(room, total === 0 ? 0 : done / total)} ${text}` : text
    return truncated(line, width, this.#output.terminal.unicode ? '…' : '')
  }

  #countWords(): string {
    const { retrying } = this.#counts
    const always = outcomeCounts(this.#counts)
    return retrying > 0 ? `${always}, ${formatNumber(retrying)} retrying` : always
  }

  #drawing(width: number, share: number): string {
    const [full, empty] = this.#output.terminal.unicode ? ['█', '░'] : ['#', '-']
    const filled = Math.floor(width * Math.min(1, share))
    return full.repeat(filled) + empty.repeat(width - filled)
  }

  #speed(): string {
    const [rate, own] = [this.#rate.perSecond, this.#ownRate.perSecond]
    if (rate === undefined || own === undefined) return ''
    const throttled = this.#throttle !== undefined && !this.#isOver ? ` (${this.#throttle})` : ''
    // What others do is told where it shows.
    if (this.#counts.own >= this.#counts.done || Math.round(rate) === Math.round(own))
      return `${formatNumber(Math.round(rate))} rows/s${throttled}`
    return `${formatNumber(Math.round(own))} rows/s here${throttled}, ${formatNumber(Math.round(rate))} in all`
  }

  /** Why nothing moves, or when it is done. */
  #reason(): string {
    return (this.#isOver ? undefined : this.orders?.pause) ?? this.#waiting ?? this.#eta()
  }

  #eta(): string {
    const rate = this.#rate.perSecond
    const { done, total } = this.#counts
    if (!rate || done >= total || this.#isOver) return ''
    return `ETA ${formatDuration((total - done) / rate)}`
  }
}

const BAR_MS = 200
const SAMPLE_MS = 1_000
const PLAIN_MS = 10_000
const MIN_BAR = 10
const MAX_BAR = 40

function placeOf(done: number, total: number): string {
  return `${formatNumber(done)}/${formatNumber(total)}`
}

/** cli-progress draws, and is loaded where there is a terminal to draw on; what a line says is decided here. */
function makeBars(output: Output, line: () => string): cliProgress.MultiBar {
  const { MultiBar } = createRequire(import.meta.url)('cli-progress') as typeof cliProgress
  return new MultiBar({
    stream: output.stderr,
    format: line,
    hideCursor: true,
    linewrap: true,
    gracefulExit: false,
    emptyOnZero: true,
    forceRedraw: true,
    fps: 10,
  })
}
