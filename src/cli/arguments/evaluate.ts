import type { Command } from 'commander'
import { wholeNumber } from './values.ts'

export interface EvaluateFlags {
  readonly worst: number
  readonly rcrt: boolean
}

export function addEvaluate(program: Command): Command {
  return program
    .command('evaluate')
    .argument('<file>', 'JSON lines, each {"query": "words", "relevant": ["uuid"]}; - for stdin')
    .summary('measure what searches find, by questions whose answers are known')
    .description(
      'Asks each question by keywords alone, as RCRT does, and with the vector too where the line has an "embedding", ' +
        'and tells how well the relevant breadcrumbs are ranked.',
    )
    .option(
      '--worst <n>',
      'questions to explain, those that do worst first',
      wholeNumber('--worst', { min: 0, max: 1_000 }),
      10,
    )
    .option('--no-rcrt', "leave out RCRT's way, which reads the whole table for each question")
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities evaluate questions.jsonl
  $ rcrt-entities evaluate questions.jsonl --json | jq '.measures'
`,
    )
}
