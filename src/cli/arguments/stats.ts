import type { Command } from 'commander'
import { addNats, type NatsFlags } from './jetstream.ts'
import { wholeNumber } from './values.ts'

export interface StatsFlags extends NatsFlags {
  readonly runs?: true
  /** Of runs. */
  readonly limit?: number
}

export const DEFAULT_RUNS = 20
const MOST_RUNS = 100_000

export function addStats(program: Command): Command {
  const command = program
    .command('stats')
    .summary('tell how it is going: what is covered, what needs somebody, states and schemas')
    .description(
      'Tells how it is going: how much is covered, what needs somebody, what was finished in each of the last 24 hours, how the last run ended; then counts breadcrumbs by state and by schema, and shows the newest failures. Covered are those that are processed or skipped, in percent of all that RCRT embeds and has embedded: - (null in JSON) where there are none. Where a NATS server is named, also what its stream holds.',
    )
    .option('--runs', 'list the newest runs instead')
    .option(
      '-n, --limit <n>',
      `with --runs: how many (default: ${DEFAULT_RUNS})`,
      wholeNumber('--limit', { min: 1, max: MOST_RUNS }),
    )
  return addNats(command).addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  $ rcrt-entities stats --embedded
  $ rcrt-entities stats --json | jq .coveragePercent
  $ rcrt-entities stats --json | jq '.newestFailures[].id'
  $ rcrt-entities stats --runs --limit 100
`
