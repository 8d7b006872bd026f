import { type Command, Option } from 'commander'
import { addNats, type NatsFlags } from './jetstream.ts'
import { laneWeights, type PriorityFlags } from './priority.ts'
import { duration, wholeNumber } from './values.ts'

export interface StatsFlags extends NatsFlags, Limits, Pick<PriorityFlags, 'priority'> {
  readonly by: Grouping
  /** How many of the most frequent keywords. */
  readonly words?: number
  readonly exitCode?: true
  /** Path of a page to write. */
  readonly html?: string
  readonly watch?: true
  readonly runs?: true
  /** Of runs. */
  readonly limit?: number
  readonly format?: 'prometheus'
}

type Grouping = (typeof GROUPINGS)[number]

/** From where on something is bad. */
export interface Limits {
  readonly maxFailed: number
  /** How long anything may be pending or stale, in milliseconds. */
  readonly maxWait: number
  readonly minCovered?: number
}

const GROUPINGS = ['schema', 'extractor'] as const
export const DEFAULT_RUNS = 20
const MOST_RUNS = 100_000
const MOST_WORDS = 1_000
const MOST_ROWS = 1_000_000_000
const DAYS_30 = 30 * 86_400_000

export function addStats(program: Command): Command {
  const command = program
    .command('stats')
    .summary('tell how it is going: what is covered, what needs somebody, states and schemas')
    .description(
      'Tells how it is going: how much is covered, what needs somebody, what was finished in each of the last 24 hours, how the last run ended; then counts breadcrumbs by state and by schema, and shows the newest failures. Covered are those that are processed or skipped, in percent of all that RCRT embeds and has embedded: - (null in JSON) where there are none. Where a NATS server is named, also what its stream holds.',
    )
    .addOption(new Option('--by <what>', 'what to group by').choices(GROUPINGS).default('schema'))
    .option(
      '--words <n>',
      'also the n most frequent keywords; of a sample where there are many breadcrumbs',
      wholeNumber('--words', { min: 1, max: MOST_WORDS }),
    )
    .option(
      '--priority <glob=weight>',
      'what waits in these lanes, and since when (default: those of the newest run that had any); may be repeated',
      laneWeights,
    )
    .addOption(new Option('--watch', 'show it anew every few seconds').conflicts(['html', 'exitCode']))
    .option('--html <file>', 'write it to a page with charts instead; replaces what is there')
    .addOption(
      new Option('--runs', 'list the newest runs instead').conflicts([
        'watch',
        'html',
        'by',
        'words',
        'priority',
        'exitCode',
      ]),
    )
    .option(
      '-n, --limit <n>',
      `with --runs: how many (default: ${DEFAULT_RUNS})`,
      wholeNumber('--limit', { min: 1, max: MOST_RUNS }),
    )
  command.addOption(
    new Option('--format <name>', "prometheus: for the node exporter's textfile collector, from cron")
      .choices(['prometheus'])
      .conflicts(['runs', 'watch', 'html', 'exitCode', 'by', 'words']),
  )
  addLimits(command)
  return addNats(command).addHelpText('after', EXAMPLES)
}

function addLimits(command: Command): void {
  command
    .optionsGroup('For monitoring:')
    .option('--exit-code', 'exit with 3 where something is bad, by these limits')
    .addOption(
      new Option('--max-failed <n>', 'breadcrumbs that may have failed')
        .argParser(wholeNumber('--max-failed', { min: 0, max: MOST_ROWS }))
        .default(0)
        .implies({ exitCode: true }),
    )
    .addOption(
      new Option('--max-wait <time>', 'how long any may be pending or stale')
        .argParser(duration('--max-wait', { min: 1, max: DAYS_30 }))
        .default(3_600_000, '1h')
        .implies({ exitCode: true }),
    )
    .addOption(
      new Option('--min-covered <percent>', 'how many percent have to be covered')
        .argParser(wholeNumber('--min-covered', { min: 0, max: 100 }))
        .implies({ exitCode: true }),
    )
}

const EXAMPLES = `
Examples:
  $ rcrt-entities stats --embedded
  $ rcrt-entities stats --exit-code --max-wait 2h || page-somebody
  $ rcrt-entities stats --html /srv/www/stats.html --words 20
  $ rcrt-entities stats --json | jq .coveragePercent
  $ rcrt-entities stats --json | jq '.newestFailures[].id'
  $ rcrt-entities stats --runs --limit 100
  $ rcrt-entities stats --format prometheus
`
