import type { Completed, CompletedCommand, CompletedFlag } from './completed.ts'

export function zsh({ commands, flags }: Completed): string {
  const cases = commands.map(
    (command) =>
      `        ${command.name}) _arguments ${[...command.flags.map(flagSpec), ...argumentSpec(command)].join(' ')} ;;`,
  )
  // Before a command, the word after --embedded may be that command.
  const global = flags.map((flag) => flagSpec(flag).replace('--embedded=', '--embedded=-'))
  return `#compdef rcrt-entities
# rcrt-entities completion zsh > "\${fpath[1]}/_rcrt-entities"
_rcrt_entities() {
  local curcontext=$curcontext state line
  local -a commands=(${commands.map(({ name, summary }) => `'${name}:${quoted(summary)}'`).join(' ')})
  _arguments -C -A '-*' ${global.join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${cases.join('\n')}
      esac ;;
  esac
}
compdef _rcrt_entities rcrt-entities
`
}

function flagSpec({ name, description, value }: CompletedFlag): string {
  const text = `[${quoted(description)}]`
  switch (value) {
    case 'none':
      return `'${name}${text}'`
    case 'file':
      return `'*${name}=${text}:file:_files'`
    case 'directory':
      return `'${name}=${text}::directory:_files -/'`
    case 'other':
      return `'*${name}=${text}:value: '`
  }
}

function argumentSpec({ name, words, takesFile }: CompletedCommand): string[] {
  if (takesFile) return ["'1:file:_files'"]
  return words.length > 0 ? [`'1:${name}:(${words.join(' ')})'`] : []
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''").replace(/[[\]:]/g, '\\$&')
}
