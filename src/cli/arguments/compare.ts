import type { Command } from 'commander'
import { addExtractionOptions, type ExtractionFlags } from './extraction.ts'
import { addFilters, type FilterFlags } from './filters.ts'
import { wholeNumber } from './values.ts'

export interface CompareFlags extends FilterFlags, ExtractionFlags {
  readonly sample: number
  /** A file; `-` for stdin. */
  readonly queries?: string
  readonly foreign?: true
}

const DEFAULT_SAMPLE = 2_000
const MOST_SAMPLED = 100_000

export function addCompare(program: Command): Command {
  const command = program
    .command('compare')
    .summary('tell what other rules or this version would change in keywords that are stored')
    .description(
      'Extracts a sample of breadcrumbs that have keywords again, in memory, and tells what they would gain and lose. ' +
        'It writes nothing. Left out is what changed since it was extracted.',
    )
    .option(
      '--sample <n>',
      'breadcrumbs to compare, at most',
      wholeNumber('--sample', { min: 1, max: MOST_SAMPLED }),
      DEFAULT_SAMPLE,
    )
    .option(
      '--queries <file>',
      'questions whose answers are known, as for evaluate: tells what becomes of their ranking; - for stdin',
    )
    .option('--foreign', 'those whose keywords another program wrote, instead')
  addFilters(command)
  return addExtractionOptions(command).addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  $ rcrt-entities compare --rules rules.json
  $ rcrt-entities compare --queries questions.jsonl --schema 'knowledge.*'
  $ rcrt-entities compare --json | jq '.schemas[] | {schema, changedPercent}'
`
