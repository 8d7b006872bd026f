import { lastLineWidth, onResize } from './last-line.ts'
import type { LiveLine, Output } from './output.ts'
import { truncated } from './table.ts'

const REDRAW_MS = 500
const ERASE = '\r\x1b[2K'

/** One line at the bottom of a terminal that is always up to date; other lines go above it. */
export class StatusLine implements LiveLine {
  readonly #output: Output
  readonly #text: () => string
  readonly #timer: NodeJS.Timeout
  readonly #stopResizing: () => void
  #drawn = ''

  constructor(output: Output, text: () => string) {
    this.#output = output
    this.#text = text
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS)
    this.#stopResizing = onResize(
      output,
      () => this.#drawn,
      () => this.#draw(),
    )
    output.live = this
  }

  log(line: string): void {
    this.above(() => this.#output.stderr.write(`${line}\n`))
  }

  /** Takes the line away while something else is written to the terminal. */
  above(write: () => void): void {
    this.#output.stderr.write(ERASE)
    write()
    this.#draw()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#stopResizing()
    this.#output.stderr.write(ERASE)
    this.#output.live = undefined
  }

  #draw(): void {
    const { terminal, noteStyle, stderr } = this.#output
    this.#drawn = truncated(this.#text(), lastLineWidth(terminal), terminal.unicode ? '…' : '')
    stderr.write(`${ERASE}${noteStyle.dim(this.#drawn)}`)
  }
}
