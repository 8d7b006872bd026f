import type { Command } from 'commander'
import { DEFAULT_MAX_KEYWORDS, MOST_KEYWORDS } from '../../extraction/options.ts'
import { wholeNumber } from './values.ts'

export interface ExtractionFlags {
  readonly maxKeywords?: number
  /** Path of a rules file. */
  readonly rules?: string
}

/** What shapes the keywords; the same for every command that extracts. */
export function addExtractionOptions(command: Command): Command {
  return command
    .optionsGroup('Extraction:')
    .option(
      '--max-keywords <n>',
      `keywords a breadcrumb, at most ${MOST_KEYWORDS} (default: ${DEFAULT_MAX_KEYWORDS})`,
      wholeNumber('--max-keywords', { min: 1, max: MOST_KEYWORDS }),
    )
    .option('--rules <file>', 'JSON file with more schema rules and vocabulary')
}
