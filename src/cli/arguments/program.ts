import { Argument, Command, CommanderError } from 'commander'
import { EXIT_CODES, type ExitCode } from '../../errors.ts'
import type { GlobalFlags } from '../settings/database.ts'
import { addBackfill, type BackfillFlags } from './backfill.ts'
import { addCompare, type CompareFlags } from './compare.ts'
import { completionScript, SHELLS, type Shell } from './completion.ts'
import { addDoctor, type DoctorFlags } from './doctor.ts'
import { addDrill, addDrillWorker, type DrillFlags, type DrillWorkerArguments } from './drill.ts'
import { addEvaluate, type EvaluateFlags } from './evaluate.ts'
import { addExtract, type ExtractFlags } from './extract.ts'
import { addFailures, type FailuresFlags } from './failures.ts'
import { addGlobalOptions } from './global-options.ts'
import { documentation, fittedError, HELP_LAYOUT, helpList } from './help.ts'
import { addInspect, type InspectFlags } from './inspect.ts'
import { manPage } from './man-page.ts'
import { addMigrate, type MigrateFlags } from './migrate.ts'
import { addPlan, type PlanFlags } from './plan.ts'
import { addRuns, type RunsFlags } from './runs.ts'
import { addSearch, type SearchFlags } from './search.ts'
import { addStats, type StatsFlags } from './stats.ts'
import { addStream, type StreamAction, type StreamFlags } from './stream.ts'
import { addUndo, type UndoFlags } from './undo.ts'
import { addWatch, type WatchFlags } from './watch.ts'

/** A command to run, its flags checked one by one. */
export type Invocation =
  | { readonly command: 'backfill'; readonly flags: BackfillFlags & GlobalFlags }
  | { readonly command: 'plan'; readonly flags: PlanFlags & GlobalFlags }
  | {
      readonly command: 'extract'
      readonly texts: readonly string[]
      readonly flags: ExtractFlags & GlobalFlags
    }
  | { readonly command: 'watch'; readonly flags: WatchFlags & GlobalFlags }
  | {
      readonly command: 'inspect'
      readonly ids: readonly string[]
      readonly flags: InspectFlags & GlobalFlags
    }
  | {
      readonly command: 'search'
      readonly words: readonly string[]
      readonly flags: SearchFlags & GlobalFlags
    }
  | { readonly command: 'evaluate'; readonly file: string; readonly flags: EvaluateFlags & GlobalFlags }
  | { readonly command: 'compare'; readonly flags: CompareFlags & GlobalFlags }
  | { readonly command: 'stats'; readonly flags: StatsFlags & GlobalFlags }
  | { readonly command: 'failures'; readonly flags: FailuresFlags & GlobalFlags }
  | {
      readonly command: 'stream'
      readonly action: StreamAction
      readonly flags: StreamFlags & GlobalFlags
    }
  | {
      readonly command: 'runs'
      readonly words: readonly (string | undefined)[]
      readonly flags: RunsFlags & GlobalFlags
    }
  | { readonly command: 'undo'; readonly run: string; readonly flags: UndoFlags & GlobalFlags }
  | { readonly command: 'doctor'; readonly flags: DoctorFlags & GlobalFlags }
  | { readonly command: 'drill'; readonly flags: DrillFlags & GlobalFlags }
  | {
      readonly command: 'drill-worker'
      readonly given: DrillWorkerArguments
      readonly flags: GlobalFlags
    }
  | { readonly command: 'migrate'; readonly flags: MigrateFlags & GlobalFlags }

/** What the command line asks for; help, versions and usage errors are dealt with already. */
export type Parsed =
  | { readonly kind: 'run'; readonly invocation: Invocation }
  | { readonly kind: 'exit'; readonly code: ExitCode }

export interface ParseContext {
  readonly version: string
  readonly now: Date
  readonly writeOut: (text: string) => void
  readonly writeError: (text: string) => void
}

/** Throws a `usage` error for a value out of range; writes commander's own messages itself. */
export function parseArguments(argv: readonly string[], context: ParseContext): Parsed {
  let invocation: Invocation | undefined
  const program = makeProgram(context, (chosen) => {
    invocation = chosen
  })
  if (argv.length === 0) {
    program.outputHelp()
    return { kind: 'exit', code: EXIT_CODES.done }
  }
  try {
    program.parse(withEmbeddedDirectory(argv, program), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return { kind: 'exit', code: error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage }
  }
  return invocation ? { kind: 'run', invocation } : { kind: 'exit', code: EXIT_CODES.done }
}

function makeProgram(context: ParseContext, choose: (invocation: Invocation) => void): Command {
  const program: Command = new Command('rcrt-entities')
    .description("Extracts entities and keywords from RCRT's breadcrumbs, so that hybrid search finds them.")
    .usage('<command> [options]')
    .version(context.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .configureHelp(HELP_LAYOUT)
    .configureOutput({
      writeOut: context.writeOut,
      writeErr: (text) => context.writeError(fittedError(text, program)),
    })
    .showHelpAfterError('(rcrt-entities --help lists commands)')
    .exitOverride()
  addGlobalOptions(program)
  addCommands(program, context.now, choose)
  program.commandsGroup('Help:')
  addCompletion(program, context.writeOut)
  addManPage(program, context)
  addHelp(program)
  return program
    .addHelpText('after', ({ command }) => notes(command))
    .addHelpText('afterAll', ({ command }) => documentation(command))
}

function addCommands(program: Command, now: Date, choose: (invocation: Invocation) => void): void {
  program.commandsGroup('Keywords:')
  addBackfill(program, now).action((_flags, command: Command) =>
    choose({ command: 'backfill', flags: command.optsWithGlobals() }),
  )
  addPlan(program, now).action((_flags, command: Command) =>
    choose({ command: 'plan', flags: command.optsWithGlobals() }),
  )
  addExtract(program).action((texts: string[], _flags, command: Command) =>
    choose({ command: 'extract', texts, flags: command.optsWithGlobals() }),
  )
  addWatch(program).action((_flags, command: Command) =>
    choose({ command: 'watch', flags: command.optsWithGlobals() }),
  )
  program.commandsGroup('A look at the database:')
  addInspect(program).action((ids: string[], _flags, command: Command) =>
    choose({ command: 'inspect', ids, flags: command.optsWithGlobals() }),
  )
  addSearch(program).action((words: string[], _flags, command: Command) =>
    choose({ command: 'search', words, flags: command.optsWithGlobals() }),
  )
  addEvaluate(program).action((file: string, _flags, command: Command) =>
    choose({ command: 'evaluate', file, flags: command.optsWithGlobals() }),
  )
  addCompare(program).action((_flags, command: Command) =>
    choose({ command: 'compare', flags: command.optsWithGlobals() }),
  )
  addStats(program).action((_flags, command: Command) =>
    choose({ command: 'stats', flags: command.optsWithGlobals() }),
  )
  addFailures(program).action((_flags, command: Command) =>
    choose({ command: 'failures', flags: command.optsWithGlobals() }),
  )
  program.commandsGroup('Upkeep:')
  addStream(program).action((action: StreamAction, _flags, command: Command) =>
    choose({ command: 'stream', action, flags: command.optsWithGlobals() }),
  )
  addRuns(program).action((order?: string, run?: string, rate?: string, ...[, command]: [unknown, Command]) =>
    choose({ command: 'runs', words: [order, run, rate], flags: command.optsWithGlobals() }),
  )
  addUndo(program).action((run: string, _flags, command: Command) =>
    choose({ command: 'undo', run, flags: command.optsWithGlobals() }),
  )
  addDoctor(program).action((_flags, command: Command) =>
    choose({ command: 'doctor', flags: command.optsWithGlobals() }),
  )
  addDrill(program).action((_flags, command: Command) =>
    choose({ command: 'drill', flags: command.optsWithGlobals() }),
  )
  addDrillWorker(program).action((schema: string, rate: string, _flags, command: Command) =>
    choose({
      command: 'drill-worker',
      given: { schema, rate: Number(rate) },
      flags: command.optsWithGlobals(),
    }),
  )
  addMigrate(program).action((_flags, command: Command) =>
    choose({ command: 'migrate', flags: command.optsWithGlobals() }),
  )
}

/** Needs nothing but the program itself, so it is answered right here. */
function addCompletion(program: Command, writeOut: (text: string) => void): void {
  program
    .command('completion')
    .summary('print a completion script for bash, zsh or fish')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', COMPLETION_EXAMPLES)
    .action((shell: Shell) => writeOut(completionScript(shell, program)))
}

const COMPLETION_EXAMPLES = `
Examples:
  $ source <(rcrt-entities completion bash)
  $ rcrt-entities completion zsh > "\${fpath[1]}/_rcrt-entities"
  $ rcrt-entities completion fish | source
`

/** For the build, which puts it into the package. */
function addManPage(program: Command, { version, writeOut }: ParseContext): void {
  program.command('man-page', { hidden: true }).action(() => writeOut(manPage(program, version)))
}

/** Commander's own answers an unknown command with all help there is, and no error. */
function addHelp(program: Command): void {
  program
    .command('help')
    .argument('[command]', 'the command')
    .summary('show help for a command')
    .description('Shows help for a command, or for all of them.')
    .addHelpText('after', '\nExamples:\n  $ rcrt-entities help watch\n')
    .action((name: string | undefined) => {
      if (name === undefined) program.help()
      program.commands.find((command) => command.name() === name)?.help()
      program.parse([name], { from: 'user' })
    })
}

/**
 * `--embedded` has an optional value, so that commander would take a command that follows it for the directory.
 * A directory of that name can still be given as `./stats`.
 */
function withEmbeddedDirectory(argv: readonly string[], program: Command): string[] {
  const commands = new Set(program.commands.map((command) => command.name()))
  const at = argv.findIndex((word, index) => word === '--embedded' && commands.has(argv[index + 1] ?? ''))
  const command = argv[at + 1]
  if (at < 0 || command === undefined) return [...argv]
  return [...argv.slice(0, at), command, '--embedded', ...argv.slice(at + 2)]
}

/** What comes after the lists of commands and options. */
function notes(command: Command): string {
  return [
    '',
    helpList(command, 'Environment (also read from .env; a flag comes first):', ENVIRONMENT),
    '',
    helpList(command, 'Exit codes:', CODES),
    EXAMPLES,
  ].join('\n')
}

const ENVIRONMENT = {
  DATABASE_URL: 'PostgreSQL connection string',
  OWNER_ID: 'tenant, as --owner',
  RCRT_API_URL: "base of RCRT's HTTP API, for watch (default: http://localhost:8080)",
  RCRT_TOKEN: 'bearer token for the event stream, for watch',
  AGENT_ID: 'agent that watch asks tokens for',
  NATS_URL:
    'NATS server, for doctor, stats, stream and watch --source jetstream (default: nats://localhost:4222)',
  NATS_CREDS: 'credentials file for NATS',
  MAX_DB_CONNECTIONS: 'connections to PostgreSQL, at most (default: 10)',
  NO_COLOR: 'no colours when set; FORCE_COLOR colours even off a terminal',
}

const CODES = {
  0: 'done, or nothing to do',
  1: 'failure, or not found',
  2: 'usage or configuration',
  3: 'done, but some breadcrumbs failed; or stats --exit-code found something bad',
  4: 'database, or NATS, unreachable',
  '130, 143': 'stopped by SIGINT, SIGTERM',
}

/** Left in one piece, to be copied. */
const EXAMPLES = `
Examples:
  $ rcrt-entities backfill --embedded
  $ rcrt-entities watch --database-url postgresql://rcrt@db.example.com/rcrt
  $ rcrt-entities stats --database-url postgresql://rcrt@db.example.com/rcrt
  $ rcrt-entities inspect 0f8fad5b
`
