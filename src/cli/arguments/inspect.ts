import type { Command } from 'commander'

export interface InspectFlags {
  readonly query?: string
}

export function addInspect(program: Command): Command {
  return program
    .command('inspect')
    .argument('[id]', "a breadcrumb's uuid, or its first digits (at least 4) where that is unique")
    .summary("show one breadcrumb's keywords, and why it is in its state")
    .description('Shows the entities and keywords of one breadcrumb, its state, and what led to it.')
    .option('--query <words>', 'tell why a search for these words finds it, or does not')
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities inspect 0f8fad5b --embedded
  $ rcrt-entities inspect 0f8fad5b --json | jq .keywords
  $ rcrt-entities inspect 0f8fad5b --query "how do agents renew their tokens"
`,
    )
}
