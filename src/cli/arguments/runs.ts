import { Argument, type Command } from 'commander'
import { ToolError } from '../../errors.ts'
import { duration, idPrefix, wholeNumber } from './values.ts'

export interface RunsFlags {
  readonly watch?: true
  /** Of runs that ended. */
  readonly limit: number
  readonly reason?: string
  /** Milliseconds. */
  readonly for?: number
}

/** What the words after `runs` order; undefined where they order nothing. */
export interface OrderWords {
  readonly action: (typeof ACTIONS)[number]
  /** The first digits of a run's id, or `all`. */
  readonly to: string
  /** Breadcrumbs a second; null takes it back, and where no rate is ordered. */
  readonly rate: number | null
}

const ACTIONS = ['pause', 'resume', 'stop', 'rate'] as const
const NO_RATE = 'none'
const MOST_RUNS = 100_000
const LONGEST_MS = 30 * 86_400_000

export function addRuns(program: Command): Command {
  return program
    .command('runs')
    .addArgument(new Argument('[order]', 'what to tell a run').choices(ACTIONS))
    .argument('[run]', "a run's uuid or its first digits, or all")
    .argument('[rate]', `for rate: breadcrumbs a second, such as 400, or ${NO_RATE}`)
    .summary('show what runs do, and pause, resume, stop or slow them, wherever they are')
    .description(
      'Lists the runs at work, on any machine, and those that ended last: how far, how fast, how they ended. An order reaches each of them within two seconds: ' +
        'pause lets a run finish what is in hand and take nothing new until resume; stop ends it as SIGTERM does; rate holds it to so many breadcrumbs a second, in place of --max-rate. ' +
        'All, for pause and rate, are also those that begin later, each by itself.',
    )
    .option('--watch', 'show it anew every second')
    .option(
      '-n, --limit <n>',
      'of the runs that ended, the newest so many',
      wholeNumber('--limit', { min: 0, max: MOST_RUNS }),
      10,
    )
    .option('--reason <text>', 'why, for whoever waits for the run')
    .option(
      '--for <time>',
      'how long a pause or a rate lasts, such as 2h (default: until it is taken back)',
      duration('--for', { min: 1, max: LONGEST_MS }),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities runs --watch
  $ rcrt-entities runs pause all --for 2h --reason 'vacuum'
  $ rcrt-entities runs resume all
  $ rcrt-entities runs rate 0f8fad5b 400
  $ rcrt-entities runs stop 0f8fad5b
`,
    )
}

/** Throws a `usage` error for words and flags that do not go together. */
export function orderOf(
  [action, run, rate]: readonly (string | undefined)[],
  flags: RunsFlags,
): OrderWords | undefined {
  const known = ACTIONS.find((each) => each === action)
  if (known === undefined) {
    refuse(flags.reason !== undefined, '--reason is for orders only')
    refuse(flags.for !== undefined, '--for is for orders only')
    return undefined
  }
  refuse(flags.watch === true, `runs ${known} shows no list: --watch is for the list only`)
  refuse(run === undefined, `runs ${known} has to be told which run, or all`)
  refuse(
    (known === 'rate') !== (rate !== undefined),
    known === 'rate' ? 'runs rate has to be told which rate' : `runs ${known} takes no rate`,
  )
  const order = { action: known, to: addressee(run ?? ''), rate: rateOf(rate) }
  const lasts = known === 'pause' || order.rate !== null
  refuse(flags.for !== undefined && !lasts, '--for is for a pause or a rate')
  return order
}

function refuse(isWrong: boolean, message: string): void {
  if (isWrong)
    throw new ToolError('usage', message, { hint: 'rcrt-entities runs pause all --for 2h --reason vacuum' })
}

function addressee(text: string): string {
  return text === 'all' ? text : idPrefix('run')(text)
}

function rateOf(text: string | undefined): number | null {
  if (text === undefined || text === NO_RATE) return null
  return wholeNumber('rate', { min: 1, max: 1_000_000 })(text)
}
