import type { Output } from './output.ts'
import type { Terminal } from './terminal.ts'
import { widthOf } from './width.ts'

/** What a terminal puts behind the last line when somebody presses Ctrl-C. */
const ECHO = '^C'

/** How many cells a line at the bottom may have, so that it stays in its row whatever is typed to end it. */
export function lastLineWidth(terminal: Terminal): number {
  return terminal.columns() - 1 - ECHO.length
}

/**
 * Draws the last line anew when the terminal gets another width. One that has become too narrow for what is there
 * breaks it into several rows, as most terminals do; all of them are taken away first.
 *
 * @param drawn what is there
 * @param redraw starts at the left margin of an empty row
 * @returns what ends it
 */
export function onResize({ stderr, terminal }: Output, drawn: () => string, redraw: () => void): () => void {
  const resized = () => {
    const rowsAbove = Math.floor(Math.max(0, widthOf(drawn()) - 1) / terminal.columns())
    stderr.write(`${rowsAbove > 0 ? `\x1b[${rowsAbove}A` : ''}\r\x1b[J`)
    redraw()
  }
  stderr.on('resize', resized)
  return () => stderr.off('resize', resized)
}
