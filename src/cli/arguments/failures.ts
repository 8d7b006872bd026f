import type { Command } from 'commander'
import { wholeNumber } from './values.ts'

export interface FailuresFlags {
  /** Of kinds. */
  readonly limit: number
}

const MOST_KINDS = 100_000

export function addFailures(program: Command): Command {
  return program
    .command('failures')
    .summary('tell why breadcrumbs failed, kind by kind, and how to try one kind again')
    .description(
      'Groups the breadcrumbs whose attempts are used up by what they failed at: texts that differ only in ids, numbers and quotes are of one kind.',
    )
    .option(
      '-n, --limit <n>',
      'kinds, at most; the most frequent first',
      wholeNumber('--limit', { min: 1, max: MOST_KINDS }),
      20,
    )
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities failures --embedded
  $ rcrt-entities backfill --failed --kind a1
  $ rcrt-entities failures --json | jq -r '.kinds[].retry'
`,
    )
}
