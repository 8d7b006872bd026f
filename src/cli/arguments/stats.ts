import type { Command } from 'commander'

export interface StatsFlags {
  readonly runs?: true
}

export function addStats(program: Command): Command {
  return program
    .command('stats')
    .summary('count breadcrumbs by state: processed, skipped, pending, failed, …')
    .description(
      'Counts breadcrumbs by state, in all and by schema, and shows the newest failures. Covered are those that are processed or skipped, in percent of all but the waiting ones: - (null in JSON) where all are waiting.',
    )
    .option('--runs', 'list the newest runs instead')
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities stats --embedded
  $ rcrt-entities stats --json | jq .coveragePercent
  $ rcrt-entities stats --json | jq '.newestFailures[].id'
  $ rcrt-entities stats --runs
`,
    )
}
