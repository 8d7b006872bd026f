import { type Command, Option } from 'commander'
import { addNats, type NatsFlags } from './jetstream.ts'
import { wholeNumber } from './values.ts'

export interface StatsFlags extends NatsFlags {
  readonly runs?: true
  /** Of runs. */
  readonly limit?: number
  readonly format?: 'prometheus'
}

export const DEFAULT_RUNS = 20
const MOST_RUNS = 100_000

export function addStats(program: Command): Command {
  const command = program
    .command('stats')
    .summary('count breadcrumbs by state: processed, skipped, pending, failed and so on')
    .description(
      'Counts breadcrumbs by state, in all and by schema, and shows the newest failures. Covered are those that are processed or skipped, in percent of all that RCRT embeds and has embedded: - (null in JSON) where there are none. Where a NATS server is named, also what its stream holds.',
    )
    .option('--runs', 'list the newest runs instead')
    .option(
      '-n, --limit <n>',
      `with --runs: how many (default: ${DEFAULT_RUNS})`,
      wholeNumber('--limit', { min: 1, max: MOST_RUNS }),
    )
  command.addOption(
    new Option('--format <name>', "prometheus: for the node exporter's textfile collector, from cron")
      .choices(['prometheus'])
      .conflicts('runs'),
  )
  return addNats(command).addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  $ rcrt-entities stats --embedded
  $ rcrt-entities stats --json | jq .coveragePercent
  $ rcrt-entities stats --json | jq '.newestFailures[].id'
  $ rcrt-entities stats --runs --limit 100
  $ rcrt-entities stats --format prometheus
`
