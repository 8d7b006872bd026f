import type { Command } from 'commander'

export interface UndoFlags {
  readonly dryRun?: true
}

export function addUndo(program: Command): Command {
  return program
    .command('undo')
    .argument('<run>', "a run's uuid or its first digits")
    .summary('bring back what was there before a backfill that kept it')
    .description(
      'Brings back the keywords, entities and records that were there before a backfill with --keep-previous, which --force, --outdated and --foreign imply: ' +
        'where nothing was written since. The rest is left alone and listed. It is kept for 30 days.',
    )
    .option('--dry-run', 'write nothing, show what would come back')
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities undo 0f8fad5b --dry-run
  $ rcrt-entities undo 0f8fad5b
  $ rcrt-entities undo 0f8fad5b --json | jq -r '.left[] | "\\(.id) \\(.why)"'
`,
    )
}
