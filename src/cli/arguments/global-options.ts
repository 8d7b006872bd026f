import type { Command, Option } from 'commander'

export function addGlobalOptions(program: Command): void {
  program
    .optionsGroup('Database:')
    .option('--database-url <url>', 'PostgreSQL connection string (or DATABASE_URL)')
    .option(
      '--embedded [dir]',
      'a database of the tool itself, with samples, in this directory (default: .rcrt-entities)',
    )
    .option('--owner <uuid>', 'only the breadcrumbs of this tenant (or OWNER_ID)')
    .optionsGroup('Output:')
    .option('--json', 'results as JSON')
    .option('-q, --quiet', 'errors and results only')
    .option('-v, --verbose', 'more detail, stack traces, SQL timing')
    .option('--no-color', 'no colours')
    .option('--no-progress', 'no progress bar')
}

/** Taken everywhere, so that an alias may carry them; shown where they mean something. */
const UNUSED: Readonly<Record<string, readonly string[] | 'all'>> = {
  extract: ['--database-url', '--embedded', '--owner', '--no-progress'],
  inspect: ['--no-progress'],
  drill: ['--embedded', '--owner'],
  migrate: ['--owner', '--no-progress'],
  completion: 'all',
  help: 'all',
}

/** Those of the program's options that a command has a use for. */
export function usedGlobalOptions(command: Command): readonly Option[] {
  const unused = UNUSED[command.name()] ?? []
  if (unused === 'all') return []
  return (command.parent?.options ?? []).filter(({ long }) => long && !unused.includes(long))
}
