import { ToolError } from '../../errors.ts'
import { pause } from '../../timing/pause.ts'
import type { CommandContext } from '../context.ts'
import { counted, formatDuration, formatTime } from './format.ts'
import type { Output } from './output.ts'
import { wrappedText } from './wrap.ts'

const HOME = '\u001b[H\u001b[J'
const PLAIN_MS = 10_000
/** To look costs the database at most one part in so many. */
const LOOK_SHARE = 10

/**
 * Shows lines anew until stopped: over what was there on a terminal, as many as it has rows; one below the other
 * elsewhere. While the database can't be reached it says so, and goes on once it can: who looks on is told more by
 * that than by an end.
 * @param everyMs on a terminal
 */
export async function keepShowing(
  { output, stop }: Pick<CommandContext, 'output' | 'stop'>,
  everyMs: number,
  look: () => Promise<readonly string[]>,
): Promise<void> {
  const screen = new Screen(output)
  while (!stop.aborted) {
    const began = performance.now()
    try {
      screen.show(await look())
    } catch (error) {
      if (!(error instanceof ToolError && error.kind === 'unreachable')) throw error
      screen.showAway(error, new Date())
    }
    const bearable = (performance.now() - began) * (LOOK_SHARE - 1)
    await pause(Math.max(output.stdoutTerminal.animated ? everyMs : PLAIN_MS, bearable), stop)
  }
}

/** What was shown last, and since when nothing newer can be had. */
class Screen {
  readonly #output: Output
  #lines: readonly string[] = []
  #awaySince: Date | undefined

  constructor(output: Output) {
    this.#output = output
  }

  show(lines: readonly string[]): void {
    const { animated } = this.#output.stdoutTerminal
    if (this.#awaySince !== undefined && !animated) this.#output.note('The database is back')
    this.#awaySince = undefined
    this.#lines = lines
    if (animated) this.#draw(lines)
    else this.#output.result(`${lines.join('\n')}\n`)
  }

  /** Above what was shown last; off a terminal, once. */
  showAway({ message }: ToolError, now: Date): void {
    const { style, stdoutTerminal } = this.#output
    const isNew = this.#awaySince === undefined
    this.#awaySince ??= now
    const since = `the database is away since ${formatTime(this.#awaySince)}`
    if (stdoutTerminal.animated) {
      const seconds = (now.getTime() - this.#awaySince.getTime()) / 1000
      const words = `${since} (${formatDuration(seconds)}), and asked again: ${message}`
      const warning = wrappedText(words, stdoutTerminal.columns()).split('\n')
      this.#draw([...warning.map((line) => style.yellow(line)), '', ...this.#lines])
    } else if (isNew) this.#output.warning(`${since}, and asked again: ${message}`)
  }

  #draw(lines: readonly string[]): void {
    this.#output.result(`${HOME}${within(lines, this.#output.stdoutTerminal.rows()).join('\n')}`)
  }
}

/** The last row is the cursor's. */
function within(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length < rows) return lines
  const shown = Math.max(1, rows - 2)
  return [...lines.slice(0, shown), `and ${counted(lines.length - shown, 'line')} more`]
}
