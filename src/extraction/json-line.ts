import { messageOf } from '../errors.ts'

/**
 * Where JSON stops being JSON, as `: see line 3`; nothing where the parser does not tell. Its own message quotes its
 * input, which may be secret.
 */
export function lineOfMistake(text: string, error: unknown): string {
  const message = messageOf(error)
  // The parser tells a position, or quotes the text from ten characters before the mistake.
  const position = /at position (\d+)/.exec(message)?.[1]
  const quoted = /"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message)?.[1]
  const start = quoted === undefined ? text.length : text.indexOf(quoted)
  const at = position !== undefined ? Number(position) : start + (start > 0 ? 10 : 0)
  return start < 0 ? '' : `: see line ${text.slice(0, at).split('\n').length}`
}
