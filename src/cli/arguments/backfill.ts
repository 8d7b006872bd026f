import { type Command, Option } from 'commander'
import { ToolError } from '../../errors.ts'
import { budget, DEFAULT_BUDGETS, DEFAULT_BUDGETS_WORDS, type GivenBudgets, isAllOff } from './budgets.ts'
import { addExtractionOptions, type ExtractionFlags } from './extraction.ts'
import { addFilters, addTimes, collected, type FilterFlags, type TimeFlags } from './filters.ts'
import { addForce, addKindOptions, type KindFlags } from './kinds.ts'
import { addPriority, type PriorityFlags } from './priority.ts'
import { addSpeedOptions, type SpeedFlags } from './speed.ts'
import { duration, idPrefix, limit, percent, wholeNumber } from './values.ts'

export interface BackfillFlags
  extends FilterFlags,
    TimeFlags,
    KindFlags,
    SpeedFlags,
    PriorityFlags,
    ExtractionFlags {
  /** Infinity for all. */
  readonly limit: number
  readonly batchSize: number
  readonly dryRun?: true
  /** The name of a kind of failures, or its first digits. */
  readonly kind?: string
  /** Uuids or their first digits; `-` for those on stdin. */
  readonly id?: readonly string[]
  readonly yes?: true
  /** Percent of a sample that may change, 0 to 100. */
  readonly gate?: number
  /** Undefined where neither it nor --no-keep-previous is given. */
  readonly keepPrevious?: boolean
  /** Milliseconds. */
  readonly maxDuration?: number
  /** Undefined where neither it nor --no-adaptive is given. */
  readonly adaptive?: boolean
  readonly budget?: GivenBudgets
  readonly serverCores?: number
  /** Milliseconds. */
  readonly targetBatchTime: number
  /** Milliseconds. */
  readonly retryFor: number
  readonly metricsFile?: string
}

const DAYS_30 = 30 * 86_400_000
const ANY_TIME = { min: 1, max: DAYS_30 }
const MOST_ROWS = 1_000_000_000
const DEFAULT_LIMIT = 10_000

export function addBackfill(program: Command, now: Date): Command {
  const command = program
    .command('backfill')
    .summary('extract keywords of breadcrumbs that have none yet')
    .description('Works through breadcrumbs without keywords, newest first, and stores what it extracts.')
    .option(
      '-n, --limit <n>',
      'stop after so many breadcrumbs, such as 250k, 1M or all (default: 10k; all with --max-duration)',
      limit('--limit', { min: 1, max: MOST_ROWS }),
    )
    .hook('preAction', (_, action) => setDefaultLimit(action))
    .option(
      '--batch-size <n>',
      'breadcrumbs a write, at most',
      wholeNumber('--batch-size', { min: 1, max: 10_000 }),
      500,
    )
    .option('--dry-run', 'write nothing, show what would be written')
  addTimes(addFilters(command), now).option(
    '--include-unembedded',
    'also breadcrumbs that RCRT has not embedded (yet)',
  )
  addWorkOptions(command)
  addPaceOptions(command)
  addPriority(command)
  addExtractionOptions(command)
  command
    .optionsGroup('Metrics:')
    .addOption(
      new Option(
        '--metrics-file <file>',
        "write metrics for the node exporter's textfile collector, every 15 s and at the end",
      )
        .argParser(metricsFile)
        .conflicts('dryRun'),
    )
  return command.addHelpText('after', EXAMPLES)
}

/** A run that has its time is limited by it: cron's would otherwise stop at a fraction of what its minutes allow. */
function setDefaultLimit(command: Command): void {
  const { limit: given, maxDuration } = command.opts<Partial<BackfillFlags>>()
  if (given !== undefined) return
  command.setOptionValueWithSource(
    'limit',
    maxDuration === undefined ? DEFAULT_LIMIT : Number.POSITIVE_INFINITY,
    'default',
  )
}

function addWorkOptions(command: Command): void {
  addKindOptions(command)
    .addOption(
      new Option('--kind <kind>', 'with --failed: those that failed in one way, as `failures` names it')
        .argParser(kindName)
        .implies({ failed: true })
        .conflicts('force'),
    )
    .option(
      '--id <id...>',
      'only these, by uuid or first digits, or - for those on stdin; without another choice, whatever is not done of them',
      idOrStdin,
    )
  addForce(command)
    .option('--yes', 'do not ask before --force')
    .option(
      '--gate <percent>',
      'with --outdated or --force: write nothing where more of a sample would change, such as 10%',
      percent('--gate'),
    )
    .hook('preAction', (_, action) => refuseIdleGate(action.opts()))
    .option(
      '--keep-previous',
      'keep what was there before for 30 days, for `undo` (default with --force, --outdated and --foreign)',
    )
    .option('--no-keep-previous', 'do not')
}

/** A gate that nothing goes through would look like one that let it pass. */
function refuseIdleGate({ gate, outdated, force }: Partial<BackfillFlags>): void {
  if (gate === undefined || outdated === true || force === true) return
  throw new ToolError('usage', '--gate is for --outdated or --force, and neither is given', {
    hint: 'what has no keywords yet has none that could change',
  })
}

/** What `failures` prints, or what it begins with. */
function kindName(text: string): string {
  if (/^[0-9a-f]{2,64}$/.test(text)) return text
  throw new ToolError('usage', `--kind is '${text}', but has to be a kind such as a1`, {
    hint: '`rcrt-entities failures` lists them',
  })
}

function idOrStdin(text: string, earlier: readonly string[] = []): readonly string[] {
  return collected(text === '-' ? text : idPrefix('--id')(text), earlier)
}

function addPaceOptions(command: Command): void {
  addSpeedOptions(command)
    .option(
      '--max-duration <time>',
      'stop after so long, such as 4m; for cron',
      duration('--max-duration', ANY_TIME),
    )
    .addOption(
      new Option('--target-batch-time <time>', 'batches grow and shrink until a write takes about this long')
        .argParser(duration('--target-batch-time', ANY_TIME))
        .default(1000, '1s'),
    )
    .addOption(
      new Option('--retry-for <time>', 'how long to wait for a database that goes away')
        .argParser(duration('--retry-for', ANY_TIME))
        .default(300_000, '5m'),
    )
  addAdaptiveOptions(command)
}

function addAdaptiveOptions(command: Command): void {
  command
    .optionsGroup('A pace that spares the database:')
    .option(
      '--adaptive',
      'go as fast as the database bears beside its other work (default for more than 100,000 breadcrumbs)',
    )
    .option('--no-adaptive', 'go as fast as it goes')
    .addOption(
      new Option(
        '--budget <signal=value...>',
        `with --adaptive: how much is bearable, or off (default: ${DEFAULT_BUDGETS_WORDS})`,
      )
        .argParser(budget)
        .implies({ adaptive: true }),
    )
    .option(
      '--server-cores <n>',
      'cores of the database server, for backends= (default: as many as this machine has)',
      wholeNumber('--server-cores', { min: 1, max: 4096 }),
    )
    .hook('preAction', (_, action) => refuseIdleBudget(action.opts()))
}

/** It would look like one that is kept. */
function refuseIdleBudget({ adaptive, budget, serverCores }: Partial<BackfillFlags>): void {
  const given = budget === undefined ? '--server-cores' : '--budget'
  if (adaptive === false && (budget ?? serverCores) !== undefined)
    throw new ToolError('usage', `${given} is for --adaptive, and --no-adaptive is given`)
  if (isAllOff({ ...DEFAULT_BUDGETS, ...budget }))
    throw new ToolError('usage', '--budget takes all signals no part: nothing is left to steer the pace', {
      hint: '--no-adaptive lets it go as fast as it goes, --max-rate at most so fast',
    })
}

/** The collector passes over every other file, and says nothing. */
function metricsFile(text: string): string {
  if (/[^/]\.prom$/.test(text)) return text
  throw new ToolError('usage', `--metrics-file is '${text}', but has to end in .prom`, {
    hint: 'such as /var/lib/prometheus/node-exporter/rcrt-entities.prom',
  })
}

const EXAMPLES = `
Examples:
  $ rcrt-entities backfill --database-url postgresql://rcrt@db.example.com/rcrt
  $ rcrt-entities backfill --embedded --dry-run --limit 5
  $ rcrt-entities backfill --failed --kind a1
  $ rcrt-entities backfill --limit all --max-rate 2k --schema 'knowledge.*'
  $ rcrt-entities backfill --priority 'user.message.*=8' --priority 'knowledge.*=2'
  $ rcrt-entities backfill --quiet --max-duration 4m   # every five minutes
`
