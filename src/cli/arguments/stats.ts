import type { Command } from 'commander'

export interface StatsFlags {
  readonly runs?: true
}

export function addStats(program: Command): Command {
  return program
    .command('stats')
    .summary('count breadcrumbs by state: processed, skipped, pending, failed, …')
    .description('Counts breadcrumbs by state, in all and by schema.')
    .option('--runs', 'list the newest runs instead')
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities stats --embedded
  $ rcrt-entities stats --json | jq .coveragePercent
  $ rcrt-entities stats --runs
`,
    )
}
