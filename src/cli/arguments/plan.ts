import type { Command } from 'commander'
import { addExtractionOptions, type ExtractionFlags } from './extraction.ts'
import { addFilters, addTimes, type FilterFlags, type TimeFlags } from './filters.ts'
import { addForce, addKindOptions, type KindFlags } from './kinds.ts'
import { addSpeedOptions, type SpeedFlags } from './speed.ts'
import { limit } from './values.ts'

export interface PlanFlags extends FilterFlags, TimeFlags, KindFlags, SpeedFlags, ExtractionFlags {
  /** Infinity for all. */
  readonly limit: number
  /** False with `--no-trial`. */
  readonly trial: boolean
}

export function addPlan(program: Command, now: Date): Command {
  const command = program
    .command('plan')
    .summary('tell what a backfill would cost: time, WAL, growth, keywords')
    .description(
      'Counts what is due, extracts a sample of up to 1,000 in memory and saves 250 of them on trial, in a transaction that is rolled back. ' +
        'Takes the flags of backfill that choose breadcrumbs.',
    )
    .option(
      '-n, --limit <n>',
      'breadcrumbs, at most, such as 250k, 1M or all',
      limit('--limit', { min: 1, max: 1_000_000_000 }),
      Number.POSITIVE_INFINITY,
    )
    .option('--no-trial', 'write nothing, not even on trial: WAL is then what it was on another table')
  addTimes(addFilters(command), now).option(
    '--include-unembedded',
    'also breadcrumbs that RCRT has not embedded (yet)',
  )
  addSpeedOptions(addForce(addKindOptions(command)))
  return addExtractionOptions(command).addHelpText(
    'after',
    `
Examples:
  $ rcrt-entities plan
  $ rcrt-entities plan --outdated --rules rules.json
  $ rcrt-entities plan --force --limit 100k --json | jq .walBytes
`,
  )
}
