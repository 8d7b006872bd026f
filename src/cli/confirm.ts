import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { ToolError } from '../errors.ts'
import type { CommandContext } from './context.ts'

/** Asks a yes-or-no question; throws where nobody can answer, or where the answer is no. */
export async function confirm(question: string, context: CommandContext): Promise<void> {
  const { stdin, output, stop } = context
  if (!stdin.isTTY) {
    throw new ToolError('usage', `${question} Nobody can answer here.`, { hint: 'add --yes' })
  }
  const terminal = createInterface({ input: stdin, output: output.stderr })
  // While it reads, the interface takes Ctrl-C as a key; Ctrl-D ends it without an answer.
  terminal.on('SIGINT', context.interrupt)
  const closed = once(terminal, 'close').then(() => 'no')
  try {
    const answer = await Promise.race([terminal.question(`${question} [y/N] `, { signal: stop }), closed])
    if (/^y(es)?$/i.test(answer.trim())) return
  } finally {
    terminal.close()
  }
  throw new ToolError('failure', 'not confirmed: nothing was done')
}
