import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline/promises'
import { isAbort, ToolError } from '../../errors.ts'
import { stoppedBy } from '../../timing/stopped-by.ts'
import type { CommandContext } from '../context.ts'
import type { Output } from '../output/output.ts'

/** Throws where nobody can answer: before anything is connected to. */
export function expectAnswers(flag: string, { stdin }: CommandContext): void {
  if (stdin.isTTY) return
  throw new ToolError('usage', `${flag} has to be confirmed, and nobody can answer here`, {
    hint: 'add --yes',
  })
}

/** Asks a yes-or-no question; throws where the answer is no. */
export async function confirm(question: string, context: CommandContext): Promise<void> {
  const { stdin, output, stop } = context
  const refused = 'not confirmed: nothing was done'
  const terminal = createInterface({ input: stdin, output: output.stderr })
  const asking = stoppedBy(stop)
  // While it reads, the interface takes Ctrl-C as a key.
  terminal.on('SIGINT', () => {
    // First: it leaves the line of the question.
    asking.abort()
    context.interrupt(refused)
  })
  try {
    const answer = await answerTo(`${output.wrapped(`${question} [y/N]`)} `, terminal, asking.signal, output)
    if (/^y(es)?$/i.test(answer.trim())) return
  } finally {
    terminal.close()
  }
  throw new ToolError('failure', refused)
}

/** Ctrl-D, and a terminal that goes away, are a no. */
async function answerTo(
  question: string,
  terminal: Interface,
  signal: AbortSignal,
  output: Output,
): Promise<string> {
  const closed = once(terminal, 'close').then(() => 'no')
  try {
    return await Promise.race([terminal.question(question, { signal }), closed])
  } catch (error) {
    if (signal.aborted || !isAbort(error)) throw error
    // Leaves the line of the question.
    output.stderr.write('\n')
    return 'no'
  }
}
