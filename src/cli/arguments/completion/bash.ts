import type { Completed, CompletedFlag } from './completed.ts'

/**
 * The first word that is a command is taken for it: global flags may come before. Of `--flag=value`, bash makes three
 * words. Its older versions have no compopt, and do without.
 */
export function bash({ commands, flags }: Completed): string {
  const all = [...flags, ...commands.flatMap((command) => command.flags)]
  const cases = commands.map(({ name, flags, words, takesFile }) => {
    const offered = [...words, ...flags.map((flag) => flag.name)].join(' ')
    return `      ${name}) words="${offered}"${takesFile ? ' files=-f' : ''}; break ;;`
  })
  return `# source <(rcrt-entities completion bash)
_rcrt_entities() {
  local IFS=$' \\n' current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" files= word
  local words="${[...commands, ...flags].map(({ name }) => name).join(' ')}"
  if [[ $current == = ]]; then current=; elif [[ $before == = ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
${cases.join('\n')}
    esac
  done
  case "$before" in
    ${namesOf(all, 'file')}) words= files=-f ;;
    ${namesOf(all, 'directory')}) files=-d ;;
    ${namesOf(all, 'other')}) words= files=; compopt +o default 2>/dev/null ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ -z $files || $current == -* ]] && return
  compopt -o filenames 2>/dev/null
  IFS=$'\\n'
  COMPREPLY+=($(compgen $files -- "$current"))
}
complete -o default -F _rcrt_entities rcrt-entities
`
}

/** As a pattern of `case`. */
function namesOf(flags: readonly CompletedFlag[], value: CompletedFlag['value']): string {
  return [...new Set(flags.filter((flag) => flag.value === value).map(({ name }) => name))].join('|')
}
