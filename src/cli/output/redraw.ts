import { pause } from '../../timing/pause.ts'
import type { CommandContext } from '../context.ts'
import { counted } from './format.ts'

const HOME = '\u001b[H\u001b[J'
const PLAIN_MS = 10_000
/** To look costs the database at most one part in so many. */
const LOOK_SHARE = 10

/**
 * Shows lines anew until stopped: over what was there on a terminal, as many as it has rows; one below the other
 * elsewhere.
 * @param everyMs on a terminal
 */
export async function keepShowing(
  { output, stop }: Pick<CommandContext, 'output' | 'stop'>,
  everyMs: number,
  look: () => Promise<readonly string[]>,
): Promise<void> {
  const { animated, rows } = output.stdoutTerminal
  while (!stop.aborted) {
    const began = performance.now()
    const lines = await look()
    output.result(animated ? `${HOME}${within(lines, rows()).join('\n')}` : `${lines.join('\n')}\n`)
    const bearable = (performance.now() - began) * (LOOK_SHARE - 1)
    await pause(Math.max(animated ? everyMs : PLAIN_MS, bearable), stop)
  }
}

/** The last row is the cursor's. */
function within(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length < rows) return lines
  const shown = Math.max(1, rows - 2)
  return [...lines.slice(0, shown), `and ${counted(lines.length - shown, 'line')} more`]
}
