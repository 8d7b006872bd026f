import type { Command, Option } from 'commander'
import { usedGlobalOptions } from '../global-options.ts'

/** What there is to complete. */
export interface Completed {
  readonly commands: readonly CompletedCommand[]
  /** Those that may come before a command. */
  readonly flags: readonly CompletedFlag[]
}

export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  /** What its argument may be, where that is one of a few words. */
  readonly words: readonly string[]
  /** Its argument is a file. */
  readonly takesFile: boolean
}

export interface CompletedFlag {
  readonly name: string
  readonly description: string
  /** `directory` may be left out; `other` is what only the user knows. */
  readonly value: 'none' | 'file' | 'directory' | 'other'
}

export function completedOf(program: Command): Completed {
  return {
    commands: program
      .createHelp()
      .visibleCommands(program)
      .map((command) => ({
        name: command.name(),
        summary: command.summary() || command.description(),
        flags: flagsOf([...command.options, ...usedGlobalOptions(command)]),
        words: wordsOf(command, program),
        takesFile: command.registeredArguments.some((argument) => argument.name() === 'file'),
      })),
    flags: flagsOf(program.options),
  }
}

function flagsOf(options: readonly Option[]): CompletedFlag[] {
  const flags = options.flatMap((option): CompletedFlag[] => {
    const { long, description } = option
    return long ? [{ name: long, description, value: valueKind(option) }] : []
  })
  return [...flags, { name: '--help', description: 'show help', value: 'none' }]
}

/** By the placeholder that help shows. */
function valueKind({ flags, required, optional }: Option): CompletedFlag['value'] {
  if (!required && !optional) return 'none'
  if (flags.endsWith('<file>')) return 'file'
  return flags.endsWith('[dir]') ? 'directory' : 'other'
}

function wordsOf(command: Command, program: Command): readonly string[] {
  if (command.name() === 'help') return program.commands.map((other) => other.name())
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
}
