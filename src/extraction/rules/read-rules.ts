import { ToolError } from '../../errors.ts'
import { withoutCredentials } from '../credentials/credentials.ts'
import { lineOfMistake } from '../json-line.ts'
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
    throw new ToolError('configuration', `the rules in ${file} are not JSON${lineOfMistake(text, error)}`, {
      hint: 'docs/extraction.md shows what a rules file holds',
    })
  }
}
