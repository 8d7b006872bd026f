import { Command, CommanderError } from 'commander'
import { EXIT_CODES, type ExitCode } from '../../errors.ts'
import { addCommands, type Invocation } from './commands.ts'
import { addCompletion } from './completion.ts'
import { addGlobalOptions } from './global-options.ts'
import { documentation, fittedError, HELP_LAYOUT } from './help.ts'
import { helpNotes } from './help-notes.ts'
import { manPage } from './man-page.ts'

export type { Invocation }

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
    .addHelpText('after', ({ command }) => helpNotes(command))
    .addHelpText('afterAll', ({ command }) => documentation(command))
}

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
