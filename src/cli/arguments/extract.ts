import type { Command } from 'commander'
import { addExtractionOptions, type ExtractionFlags } from './extraction.ts'

export interface ExtractFlags extends ExtractionFlags {
  readonly file?: string
}

export function addExtract(program: Command): Command {
  const command = program
    .command('extract')
    .argument('[text...]', 'what to extract from; stdin when nothing is given')
    .summary('show what comes out of a text or a file, without a database')
    .description(
      'Extracts entities and keywords of a text, or of a breadcrumb in a JSON file. Needs no database.',
    )
    .option(
      '--file <file>',
      "a breadcrumb's JSON, with RCRT's names (title, context, schema_name and so on); - for stdin",
    )
  return addExtractionOptions(command).addHelpText(
    'after',
    `
Examples:
  $ rcrt-entities extract 'Ada asked for embeddings with pgvector'
  $ rcrt-entities extract --file breadcrumb.json --json | jq .keywords
  $ rcrt-entities extract < notes.md
`,
  )
}
