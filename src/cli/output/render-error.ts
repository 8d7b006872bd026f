import { messageOf, ToolError } from '../../errors.ts'
import type { Output } from './output.ts'

/** `error: what happened`, its cause where the message does not say it already, and `hint: what to do`. */
export function renderError(error: unknown, output: Output): void {
  const { noteStyle, stderr } = output
  const lines = [output.wrapped(`${noteStyle.red('error:')} ${messageOf(error)}`)]
  const cause = causeOf(error)
  if (cause !== undefined) lines.push(output.wrapped(`  cause: ${cause}`))
  if (error instanceof ToolError && error.hint !== undefined)
    lines.push(hintLines(`${noteStyle.cyan('hint:')} ${error.hint}`, output))
  if (output.verboseWanted) lines.push(noteStyle.dim(stackOf(error)))
  else if (!(error instanceof ToolError))
    lines.push(`${noteStyle.cyan('hint:')} run again with --verbose for details`)
  stderr.write(`${lines.join('\n')}\n`)
}

/** Statements that a hint lists are left in one piece, to be copied. */
function hintLines(hint: string, output: Output): string {
  const [sentence = '', ...statements] = hint.split('\n')
  return [output.wrapped(sentence), ...statements].join('\n')
}

function causeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.cause === undefined) return undefined
  const cause = messageOf(error.cause)
  return error.message.includes(cause) ? undefined : cause
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const own = error.stack ?? ''
  return error.cause instanceof Error ? `${own}\ncaused by: ${error.cause.stack ?? ''}` : own
}
