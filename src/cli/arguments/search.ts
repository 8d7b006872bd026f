import type { Command } from 'commander'
import { collected } from './filters.ts'
import { wholeNumber } from './values.ts'

export interface SearchFlags {
  readonly like?: string
  readonly limit: number
  readonly schema?: readonly string[]
  readonly allSchemas?: true
  readonly tag?: string
  readonly explain?: true
  readonly rcrt?: true
}

export function addSearch(program: Command): Command {
  return program
    .command('search')
    .argument('[words...]', 'the question; several words are one question')
    .summary('show what a search finds, and why')
    .description(
      "Ranks breadcrumbs by what a question asks for, with the functions that migrate installs for RCRT's services. " +
        'Schemas that RCRT leaves out of its searches are left out here, too.',
    )
    .option('--like <id>', 'a breadcrumb whose vector, and without words whose keywords, are asked for')
    .option('--limit <n>', 'breadcrumbs to show, at most', wholeNumber('--limit', { min: 1, max: 1_000 }), 10)
    .option('--schema <glob>', 'only schemas that match, such as knowledge.*; may be repeated', collected)
    .option('--all-schemas', 'also those that RCRT leaves out')
    .option('--tag <tag>', 'only breadcrumbs with this tag')
    .option('--explain', 'show each part of each score')
    .option('--rcrt', "show RCRT's own ranking beside it, which reads the whole table")
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities search "how do agents renew their tokens" --embedded
  $ rcrt-entities search --like 0f8fad5b --limit 5 --json | jq '.hits[].title'
  $ rcrt-entities search pgvector index --explain --rcrt
`,
    )
}
