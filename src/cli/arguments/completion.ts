import type { Command, Option } from 'commander'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof SHELLS)[number]

/** A script that completes commands and flags; written from the program itself, so that it can't fall behind. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({
      name: command.name(),
      summary: command.summary() || command.description(),
      flags: [...flagsOf([...command.options, ...program.options]), HELP],
      words: wordsOf(command, program),
    }))
  switch (shell) {
    case 'bash':
      return bash(
        commands,
        flagsOf(program.options).map(({ flag }) => flag),
      )
    case 'zsh':
      return zsh(commands)
    case 'fish':
      return fish(commands)
  }
}

interface Completed {
  readonly name: string
  /** What its argument may be, where that is one of a few words. */
  readonly words: readonly string[]
  readonly summary: string
  readonly flags: readonly { readonly flag: string; readonly description: string }[]
}

const HELP = { flag: '--help', description: 'show help' }

function flagsOf(options: readonly Option[]): Completed['flags'] {
  return options.flatMap(({ long, description }) => (long ? [{ flag: long, description }] : []))
}

function wordsOf(command: Command, program: Command): readonly string[] {
  if (command.name() === 'help') return program.commands.map((other) => other.name())
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
}

/** The first word that is a command is taken for it: global flags may come before. */
function bash(commands: readonly Completed[], globalFlags: readonly string[]): string {
  const cases = commands.map(
    ({ name, flags, words }) =>
      `      ${name}) words="${[...words, ...flags.map(({ flag }) => flag)].join(' ')}"; break ;;`,
  )
  return `# source <(rcrt-entities completion bash)
_rcrt_entities() {
  local words="${commands.map(({ name }) => name).join(' ')} ${globalFlags.join(' ')} --help" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
${cases.join('\n')}
    esac
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _rcrt_entities rcrt-entities
`
}

function zsh(commands: readonly Completed[]): string {
  const quoted = (text: string) => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&')
  const cases = commands.map(({ name, flags, words }) => {
    const specs = flags.map(({ flag, description }) => `'${flag}[${quoted(description)}]'`)
    const argument = words.length > 0 ? `'1:${name}:(${words.join(' ')})'` : "'*:file:_files'"
    return `    ${name}) _arguments ${specs.join(' ')} ${argument} ;;`
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
  const words = commands
    .filter((command) => command.words.length > 0)
    .map(
      ({ name, words }) =>
        `complete -c rcrt-entities -f -n '__fish_seen_subcommand_from ${name}' -a '${words.join(' ')}'`,
    )
  return `# rcrt-entities completion fish > ~/.config/fish/completions/rcrt-entities.fish\n${[...names, ...words, ...flags].join('\n')}\n`
}
