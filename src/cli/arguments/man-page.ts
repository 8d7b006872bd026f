import type { Command, Option } from 'commander'

/** A manual page in roff, of the same descriptions as help. */
export function manPage(program: Command, version: string): string {
  const helper = program.createHelp()
  return [
    `.TH RCRT-ENTITIES 1 "" "rcrt-entities ${roff(version)}"`,
    '.SH NAME',
    `rcrt-entities \\- ${roff(program.description())}`,
    '.SH SYNOPSIS',
    `.B rcrt-entities\n${roff(program.usage())}`,
    '.SH OPTIONS OF ALL COMMANDS',
    ...program.options.map(optionLines),
    '.SH COMMANDS',
    ...helper.visibleCommands(program).flatMap((command) => commandLines(command)),
    '.SH SEE ALSO',
    'The README and the folder docs of the package.',
    '',
  ].join('\n')
}

function commandLines(command: Command): string[] {
  const words = [command.name(), ...command.registeredArguments.map((argument) => `[${argument.name()}]`)]
  return [
    `.SS ${roff(words.join(' '))}`,
    roff(command.description() || command.summary()),
    ...command.options.map(optionLines),
  ]
}

function optionLines({ flags, description }: Option): string {
  return `.TP\n.B ${roff(flags)}\n${roff(description)}`
}

/** Backslashes, hyphens that are to be copied, and lines that would be taken for requests. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/gm, '\\&$&')
}
