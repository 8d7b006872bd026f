const PROGRAMS =
  'npm npx pnpm yarn bun deno git gh docker docker-compose podman kubectl helm terraform ansible-playbook cargo rustup pip pip3 pipx poetry uv conda brew apt apt-get dnf apk systemctl journalctl psql pg_dump pg_restore redis-cli curl wget ssh scp rsync make cmake gradle mvn dotnet composer bundle rails rake tsc vitest jest eslint biome vite aws gcloud az rcrt-entities'
const ANY_PROGRAM = PROGRAMS.replaceAll(' ', '|')
/** Words that follow a program when it is called, rather than spoken of. */
const SUBCOMMANDS =
  'add|apply|branch|build|checkout|cherry-pick|ci|clone|commit|compose|config|create|delete|describe|diff|down|exec|fetch|get|images|init|install|log|login|logs|merge|plan|ps|publish|pull|push|rebase|remove|reset|restart|restore|revert|rm|rollout|run|scale|stash|start|status|stop|switch|sync|tag|test|uninstall|up|update|upgrade|watch'

const ARGUMENT = `(?:[\\w@./:=~+-]*[\\w/]|--?[A-Za-z][\\w-]*=?)`
const LINE = new RegExp(
  `^\\s*(?:[$>%]\\s+|sudo\\s+)*((?:${ANY_PROGRAM})(?:[ \\t]+${ARGUMENT}){1,5})(?=\\s|[|;&\\\\"'…]|$)`,
)
const IN_PROSE = new RegExp(
  `(?<![\\w/.@-])(?:${ANY_PROGRAM}) (?:(?:run [a-z][\\w:-]*|compose (?:${SUBCOMMANDS})|${SUBCOMMANDS})(?![\\w-])(?: --?[A-Za-z][\\w-]*)*|--?[A-Za-z][\\w-]*(?: --?[A-Za-z][\\w-]*)*)`,
  'g',
)
const LONGEST = 64

/** The command that a line of code is, without what follows its first arguments; nothing when it is none. */
export function commandOf(line: string): string | undefined {
  const command = LINE.exec(line)?.[1]?.replace(/\s+/g, ' ').replace(/ -\w$/, '')
  return command !== undefined && command.length <= LONGEST ? command : undefined
}

/** Commands in a sentence: a program with one of its subcommands or with flags, as in `git commit --amend`. */
export function commandsIn(text: string): string[] {
  return text.match(IN_PROSE) ?? []
}
