import { counted } from './output/format.ts'
import type { Output } from './output/output.ts'
import type { Environment } from './output/terminal.ts'
import { type DatabaseSettings, databaseSettings, type GlobalFlags } from './settings/database.ts'

/** Everything a command gets from outside: nothing in it is read from the process by the command itself. */
export interface CommandContext {
  readonly output: Output
  readonly env: Environment
  readonly stdin: NodeJS.ReadStream
  /** Does what Ctrl-C does, and says so in these words. */
  readonly interrupt: (words: string) => void
  /** Does what SIGTERM does, and says so in these words. */
  readonly terminate: (words: string) => void
  /** Aborted by the first signal: take no new work, save what is in hand. */
  readonly stop: AbortSignal
  readonly host: Host
  /** Of this tool. */
  readonly version: string
}

interface Host {
  readonly name: string
  /** Who runs it, as the environment has it. */
  readonly user: string | undefined
  readonly pid: number
  /** Such as `20.20.0`. */
  readonly nodeVersion: string
  readonly cores: number
  /** What this process has used of them so far, all threads together. */
  readonly cpuSeconds: () => number
  /** Memory of this process, all threads together. */
  readonly residentBytes: () => number
}

/** Settings of the database, with what is said about it on the way. */
export function databaseOptions(context: CommandContext, flags: GlobalFlags) {
  const { output } = context
  const { owner, ...settings } = databaseSettings(flags, context.env)
  return {
    ...settings,
    env: context.env,
    ...(owner !== undefined && { owner }),
    onStatement: (text: string, milliseconds: number) =>
      output.detail(`${milliseconds.toFixed(1)} ms  ${text.trim().replace(/\s+/g, ' ').slice(0, 120)}`),
    onIdleError: (error: Error) => output.detail(`an idle connection broke: ${error.message}`),
    onCreating: (directory: string) =>
      output.note(`Creating an embedded database in ${directory}; this takes some seconds.`),
    onCreated: (samples: number) => output.note(`Created it, with ${counted(samples, 'sample breadcrumb')}.`),
  } satisfies Omit<DatabaseSettings, 'owner'> & Record<string, unknown>
}
