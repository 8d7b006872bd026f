import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, hostname } from 'node:os'
import { parseEnv } from 'node:util'
import { type Invocation, parseArguments } from './cli/arguments/program.ts'
import type { CommandContext } from './cli/context.ts'
import type { Environment } from './cli/output/terminal.ts'
import { catchSignals, watchWrites } from './cli/process/signals.ts'
import type { GlobalFlags } from './cli/settings/database.ts'
import { readTextFile } from './cli/settings/text-file.ts'
import { EXIT_CODES, type ExitCode, isAbort, messageOf, ToolError } from './errors.ts'

/**
 * Arguments to command to exit code. Touches the process, with `bin/`, cli/process, which it hands it to, and the
 * embedded database, which knows its owner by its process's id.
 */
export async function main(process: NodeJS.Process): Promise<ExitCode> {
  let env: Environment = process.env
  let flags: GlobalFlags = {}
  watchWrites(process)
  try {
    env = { ...dotEnv(), ...process.env }
    const parsed = parseArguments(process.argv.slice(2), {
      version: packageVersion(),
      now: new Date(),
      writeOut: (text) => process.stdout.write(text),
      writeError: (text) => process.stderr.write(text),
    })
    if (parsed.kind === 'exit') return parsed.code
    flags = parsed.invocation.flags
    return await runCommand(process, env, parsed.invocation)
  } catch (error) {
    const output = await makeOutput(process, env, flags)
    const { renderError } = await import('./cli/output/render-error.ts')
    renderError(error, output)
    return error instanceof ToolError ? error.exitCode : EXIT_CODES.failure
  }
}

async function runCommand(
  process: NodeJS.Process,
  env: Environment,
  invocation: Invocation,
): Promise<ExitCode> {
  nameRuntime(process)
  const output = await makeOutput(process, env, invocation.flags)
  const signals = catchSignals(process, output)
  const context: CommandContext = {
    output,
    env,
    version: packageVersion(),
    stdin: process.stdin,
    stop: signals.stop,
    interrupt: signals.interrupt,
    terminate: signals.terminate,
    host: {
      name: hostname(),
      user: env.USER || env.LOGNAME || env.USERNAME,
      pid: process.pid,
      nodeVersion: process.versions.node,
      cores: availableParallelism(),
      cpuSeconds: () => cpuSeconds(process),
      residentBytes: () => process.memoryUsage.rss(),
    },
  }
  try {
    const code = await dispatch(context, invocation)
    return isEndedByStop(invocation) ? code : (signals.exitCode ?? code)
  } catch (error) {
    // What a stop interrupts is not an error; what fails while stopping is.
    if (signals.exitCode === undefined || !isAbort(error)) throw error
    return signals.exitCode
  } finally {
    signals.release()
  }
}

/** As Node does from 21 on. Where nothing says what it runs on, pg loads all of fetch to find out: 30 ms. */
function nameRuntime({ versions }: NodeJS.Process): void {
  if ('navigator' in globalThis) return
  const navigator = { userAgent: `Node.js/${versions.node.split('.')[0]}` }
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
}

function cpuSeconds(process: NodeJS.Process): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}

/** To be stopped is how a watch ends. */
function isEndedByStop({ command, flags }: Invocation): boolean {
  if (command === 'watch') return !flags.once
  return (command === 'runs' || command === 'stats') && flags.watch === true
}

/** Commands are loaded when they run, so that help and `stats` start fast. */
async function dispatch(context: CommandContext, invocation: Invocation): Promise<ExitCode> {
  switch (invocation.command) {
    case 'backfill':
      return (await import('./commands/backfill.ts')).run(context, invocation.flags)
    case 'plan':
      return (await import('./commands/plan.ts')).run(context, invocation.flags)
    case 'extract':
      return (await import('./commands/extract.ts')).run(context, invocation.texts, invocation.flags)
    case 'watch':
      return (await import('./commands/watch.ts')).run(context, invocation.flags)
    case 'inspect':
      return (await import('./commands/inspect.ts')).run(context, invocation.ids, invocation.flags)
    case 'search':
      return (await import('./commands/search.ts')).run(context, invocation.words, invocation.flags)
    case 'evaluate':
      return (await import('./commands/evaluate.ts')).run(context, invocation.file, invocation.flags)
    case 'compare':
      return (await import('./commands/compare.ts')).run(context, invocation.flags)
    case 'stats':
      return (await import('./commands/stats.ts')).run(context, invocation.flags)
    case 'failures':
      return (await import('./commands/failures.ts')).run(context, invocation.flags)
    case 'stream':
      return (await import('./commands/stream.ts')).run(context, invocation.action, invocation.flags)
    case 'runs':
      return (await import('./commands/runs.ts')).run(context, invocation.words, invocation.flags)
    case 'undo':
      return (await import('./commands/undo.ts')).run(context, invocation.run, invocation.flags)
    case 'doctor':
      return (await import('./commands/doctor.ts')).run(context, invocation.flags)
    case 'drill':
      return (await import('./commands/drill.ts')).run(context, invocation.flags)
    case 'drill-worker':
      return (await import('./commands/drill-worker.ts')).run(context, invocation.given, invocation.flags)
    case 'migrate':
      return (await import('./commands/migrate.ts')).run(context, invocation.flags)
  }
}

async function makeOutput(process: NodeJS.Process, env: Environment, flags: GlobalFlags) {
  const { Output } = await import('./cli/output/output.ts')
  return new Output(process.stdout, process.stderr, env, {
    color: flags.color ?? true,
    progress: flags.progress ?? true,
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
    json: flags.json ?? false,
  })
}

function dotEnv(): Environment {
  try {
    return existsSync('.env') ? parseEnv(readTextFile('.env')) : {}
  } catch (error) {
    throw new ToolError('configuration', `.env can't be read: ${messageOf(error)}`, { cause: error })
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}
