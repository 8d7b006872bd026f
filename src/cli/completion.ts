import type { Command } from 'commander'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof SHELLS)[number]

/** A script that completes commands and flags; written from the program itself, so that it can't fall behind. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary() || command.description(),
    flags: flagsOf(command, program),
  }))
  switch (shell) {
    case 'bash':
      return bash(commands)
    case 'zsh':
      return zsh(commands)
    case 'fish':
      return fish(commands)
  }
}

interface Completed {
  readonly name: string
  readonly summary: string
  readonly flags: readonly { readonly flag: string; readonly description: string }[]
}

function flagsOf(command: Command, program: Command): Completed['flags'] {
  return [...command.options, ...program.options].flatMap(({ long, description }) =>
    long ? [{ flag: long, description }] : [],
  )
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, flags }) => `    ${name}) words="${flags.map(({ flag }) => flag).join(' ')}" ;;`,
  )
  return `# source <(rcrt-entities completion bash)
_rcrt_entities() {
  local words="${commands.map(({ name }) => name).join(' ')} --help --version"
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _rcrt_entities rcrt-entities
`
}

function zsh(commands: readonly Completed[]): string {
  const quoted = (text: string) => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&')
  const cases = commands.map(({ name, flags }) => {
    const specs = flags.map(({ flag, description }) => `'${flag}[${quoted(description)}]'`)
    return `    ${name}) _arguments ${specs.join(' ')} '*:file:_files' ;;`
  })
  return `#compdef rcrt-entities
# rcrt-entities completion zsh > "\${fpath[1]}/_rcrt-entities"
_rcrt_entities() {
  local -a commands=(${commands.map(({ name, summary }) => `'${name}:${quoted(summary)}'`).join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _rcrt_entities rcrt-entities
`
}

function fish(commands: readonly Completed[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`
  const names = commands.map(
    ({ name, summary }) =>
      `complete -c rcrt-entities -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
  )
  const flags = commands.flatMap(({ name, flags }) =>
    flags.map(
      ({ flag, description }) =>
        `complete -c rcrt-entities -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${quoted(description)}`,
    ),
  )
  return `# rcrt-entities completion fish > ~/.config/fish/completions/rcrt-entities.fish\n${[...names, ...flags].join('\n')}\n`
}
