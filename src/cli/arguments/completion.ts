import { Argument, type Command } from 'commander'
import { bash } from './completion/bash.ts'
import { completedOf } from './completion/completed.ts'
import { fish } from './completion/fish.ts'
import { zsh } from './completion/zsh.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

type Shell = (typeof SHELLS)[number]

const WRITERS = { bash, zsh, fish }

/** Needs nothing but the program itself, so it is answered right here. */
export function addCompletion(program: Command, writeOut: (text: string) => void): void {
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

/** A script that completes commands, flags and values; written from the program itself, so that it can't fall behind. */
function completionScript(shell: Shell, program: Command): string {
  return WRITERS[shell](completedOf(program))
}
