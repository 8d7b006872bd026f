import type { Command } from 'commander'

export interface MigrateFlags {
  readonly dryRun?: true
  readonly lanes?: true
  readonly undo?: true
  readonly yes?: true
}

export function addMigrate(program: Command): Command {
  return program
    .command('migrate')
    .summary("create or upgrade the tool's own tables, and the index on pending breadcrumbs")
    .description(
      "Creates or upgrades the schema rcrt_entities, and builds the index on pending breadcrumbs without blocking writers. RCRT's own table is not changed otherwise.",
    )
    .option('--dry-run', 'show the SQL, run nothing')
    .option('--lanes', 'build the index for --priority, too, which costs RCRT an entry each insert')
    .option('--undo', 'remove everything that migrate made; keywords in breadcrumbs stay')
    .option('--yes', 'do not ask before --undo')
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities migrate --dry-run
  $ rcrt-entities migrate
  $ rcrt-entities migrate --lanes
  $ rcrt-entities migrate --undo --yes
`,
    )
}
