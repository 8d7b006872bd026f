import type { Command } from 'commander'
import { ToolError } from '../../errors.ts'
import { addExtractionOptions, type ExtractionFlags } from './extraction.ts'

export interface InspectFlags extends ExtractionFlags {
  readonly query?: string
  readonly text?: true
  readonly fresh?: true
  readonly save?: true
}

export function addInspect(program: Command): Command {
  const command = program
    .command('inspect')
    .argument(
      '[id...]',
      "breadcrumbs' uuids, or their first digits (at least 4) where unique; - for those on stdin",
    )
    .summary("show breadcrumbs' keywords, and why each is in its state")
    .description('Shows the entities and keywords of breadcrumbs, their state, and what led to it.')
    .option('--query <words>', 'tell why a search for these words finds it, or does not')
    .option('--text', 'also its passages as extraction reads them, and what it finds in each')
    .option('--fresh', 'extract again in memory, and show what that adds (+) and removes (-)')
    .option('--save', 'the same, and write it as `backfill` does; `undo` takes it back')
    .hook('preAction', (_, action) => refuseUnused(action.opts()))
  return addExtractionOptions(command).addHelpText('after', EXAMPLES)
}

/** Rules that nothing is extracted by would be left out without a word. */
function refuseUnused({ text, fresh, save, rules, maxKeywords }: InspectFlags): void {
  if (text || fresh || save || (rules === undefined && maxKeywords === undefined)) return
  throw new ToolError('usage', '--rules and --max-keywords are for --text, --fresh and --save', {
    hint: 'rcrt-entities inspect 0f8fad5b --fresh --rules rules.json',
  })
}

const EXAMPLES = `
Examples:
  $ rcrt-entities inspect 0f8fad5b --embedded
  $ rcrt-entities inspect 0f8fad5b --text --fresh
  $ rcrt-entities inspect 0f8fad5b --json | jq .keywords
  $ rcrt-entities inspect 0f8fad5b --query "how do agents renew their tokens"
  $ rcrt-entities stats --json | jq -r '.newestFailures[].id' | rcrt-entities inspect -
`
