import type { Command, Option } from 'commander'
import { documentsOf } from './documents.ts'
import { usedGlobalOptions } from './global-options.ts'

/** A manual page in roff, of the same descriptions as help. */
export function manPage(program: Command, version: string): string {
  const helper = program.createHelp()
  return [
    `.TH RCRT-ENTITIES 1 "" "rcrt-entities ${roff(version)}"`,
    '.SH NAME',
    `rcrt-entities \\- ${roff(program.description())}`,
    '.SH SYNOPSIS',
    `.B rcrt-entities\n${roff(program.usage())}`,
    '.SH GLOBAL OPTIONS',
    ...program.options.map(optionLines),
    '.SH COMMANDS',
    ...helper.visibleCommands(program).flatMap((command) => commandLines(command)),
    '.SH SEE ALSO',
    "In the package's folder:",
    ...Object.entries(documentsOf(program.name())).map(([file, about]) => entry(file, about)),
    '',
  ].join('\n')
}

function commandLines(command: Command): string[] {
  const words = [command.name(), ...command.registeredArguments.map((argument) => `[${argument.name()}]`)]
  return [
    `.SS ${roff(words.join(' '))}`,
    roff(command.description() || command.summary()),
    ...command.options.map(optionLines),
    ...globalLines(command),
  ]
}

function globalLines(command: Command): string[] {
  const flags = usedGlobalOptions(command).flatMap(({ long }) => long ?? [])
  return flags.length === 0 ? [] : [entry('Global options', flags.join(', '))]
}

function optionLines({ flags, description }: Option): string {
  return entry(flags, description)
}

function entry(term: string, meaning: string): string {
  return `.TP\n.B ${roff(term)}\n${roff(meaning)}`
}

/** Backslashes, hyphens that are to be copied, and lines that would be taken for requests. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/gm, '\\&$&')
}
