import type { Completed, CompletedCommand, CompletedFlag } from './completed.ts'

export function fish({ commands, flags }: Completed): string {
  return [
    '# rcrt-entities completion fish > ~/.config/fish/completions/rcrt-entities.fish',
    line('-f'),
    ...commands.map(({ name, summary }) => line(`-n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`)),
    ...flags.map((flag) => line(`-n __fish_use_subcommand ${flagWords(flag)}`)),
    ...commands.flatMap(commandLines),
    '',
  ].join('\n')
}

function commandLines({ name, words, takesFile, flags }: CompletedCommand): string[] {
  const condition = `-n '__fish_seen_subcommand_from ${name}'`
  return [
    ...(words.length > 0 ? [line(`${condition} -a '${words.join(' ')}'`)] : []),
    ...(takesFile ? [line(`${condition} -F`)] : []),
    ...flags.map((flag) => line(`${condition} ${flagWords(flag)}`)),
  ]
}

const VALUES = { none: '', file: ' -r -F', directory: " -a '(__fish_complete_directories)'", other: ' -x' }

function flagWords({ name, description, value }: CompletedFlag): string {
  return `-l ${name.slice('--'.length)}${VALUES[value]} -d ${quoted(description)}`
}

function line(words: string): string {
  return `complete -c rcrt-entities ${words}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`
}
