import { listLines } from '../../cli/output/extraction.ts'
import { counted } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { type Column, table } from '../../cli/output/table.ts'
import { printable } from '../../printable.ts'
import { placementText } from '../../search/placement.ts'
import type { Measures } from '../../search/ways.ts'
import type { EvaluationResult, WorstQuestion } from './result.ts'

const COLUMNS: readonly Column[] = [
  { title: '', shrinksTo: 12 },
  { title: 'nDCG@10', align: 'right' },
  { title: 'recall@10', align: 'right' },
  { title: 'on top', align: 'right' },
  { title: 'median rank', align: 'right' },
]

/** What a person reads of an evaluation: the measures of each way to ask, then what goes wrong where it goes worst. */
export function evaluationLines(result: EvaluationResult, output: Output): string[] {
  const { questions, withEmbedding, measures, worst } = result
  const { style, layout, stdoutTerminal } = output
  const width = stdoutTerminal.columns()
  const rows = [
    row('keywords alone', measures.keywords, questions),
    ...(withEmbedding === 0 ? [] : [row('with vectors', measures.ours, questions)]),
    ...(measures.rcrt === null ? [] : [row("RCRT's way", measures.rcrt, questions)]),
  ]
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  return [
    `${counted(questions, 'question')}, ${withEmbedding === 0 ? 'none' : withEmbedding} with a vector`,
    '',
    style.dim(header),
    ...lines,
    ...(worst.length === 0 ? [] : ['', style.bold('Worst, and why')]),
    ...worst.flatMap((question) => worstLines(question, width)),
  ]
}

function row(name: string, measures: Measures, questions: number): string[] {
  const { ndcg10, recall10, rightOnTop, medianFirstRank } = measures
  return [
    name,
    ndcg10.toFixed(3),
    recall10.toFixed(3),
    `${rightOnTop}/${questions}`,
    medianFirstRank === null ? '-' : String(medianFirstRank),
  ]
}

function worstLines({ query, id, placement }: WorstQuestion, width: number): string[] {
  return [
    '',
    ...listLines('question', [printable(query)], width),
    ...listLines('breadcrumb', [id], width),
    ...listLines('why', [placementText(placement)], width),
  ]
}
