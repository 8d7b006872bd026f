import type { Output } from './output.ts'
import { truncated } from './table.ts'

/** Columns of the sign that turns, and what stands around it. */
const FRAME = 3

/** Turns a spinner on the terminal while work of unknown length goes on; elsewhere shows nothing. */
export async function withSpinner<T>(output: Output, text: string, work: () => Promise<T>): Promise<T> {
  if (!output.terminal.animated) return work()
  const { default: ora } = await import('ora')
  // Ora would otherwise swallow Ctrl-C, and hang on a terminal without columns.
  const spinner = ora({
    text: truncated(text, output.terminal.columns() - FRAME, output.terminal.unicode ? '…' : ''),
    stream: output.stderr,
    discardStdin: false,
    isEnabled: true,
  })
  output.live = {
    log: (line) => {
      spinner.clear()
      output.stderr.write(`${line}\n`)
      spinner.render()
    },
  }
  spinner.start()
  try {
    return await work()
  } finally {
    spinner.stop()
    output.live = undefined
  }
}
