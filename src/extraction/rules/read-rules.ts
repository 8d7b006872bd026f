import { messageOf, ToolError } from '../../errors.ts'
import { withoutCredentials } from '../credentials/credentials.ts'
import { parseRules } from './parse-rules.ts'
import type { ExtractionRules } from './schema-rules.ts'

/**
 * Rules from the text of a rules file.
 *
 * @throws ToolError (configuration) that names the file and all its mistakes, each with its path in the file.
 */
export function readRules(text: string, file: string): ExtractionRules {
  const { rules, mistakes } = parseRules(jsonOf(text, file))
  if (rules !== undefined) return rules
  const lines = mistakes.map(({ path, message }) => withoutCredentials(`  ${path}: ${message}`))
  const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`
  throw new ToolError('configuration', [`the rules in ${file} have ${count}:`, ...lines].join('\n'), {
    hint: 'docs/extraction.md shows what a rules file holds',
  })
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The parser's message quotes its input: where another file was named by mistake, that may be secret.
    const line = lineOfMistake(text, messageOf(error))
    throw new ToolError('configuration', `the rules in ${file} are not JSON${line}`, {
      hint: 'docs/extraction.md shows what a rules file holds',
    })
  }
}

/** The parser tells a position, or quotes the text from ten characters before the mistake. */
function lineOfMistake(text: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1]
  const quoted = /"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message)?.[1]
  const start = quoted === undefined ? text.length : text.indexOf(quoted)
  const at = position !== undefined ? Number(position) : start + (start > 0 ? 10 : 0)
  return start < 0 ? '' : `: see line ${text.slice(0, at).split('\n').length}`
}
