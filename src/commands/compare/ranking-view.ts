import { counted, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { block, type Column, fits, table } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { RankingComparison } from '../../processing/compare/rank-again.ts'
import type { Measures } from '../../search/ways.ts'

const NAMES = ['nDCG@10', 'recall@10', 'on top', 'median rank'] as const
const COLUMNS: readonly Column[] = [
  { title: '', shrinksTo: 12 },
  ...NAMES.map((title) => ({ title, align: 'right' as const })),
]

/** What a person reads of the ranking: each measure as it is and as it would be, in each way of asking. */
export function rankingLines(ranking: RankingComparison, output: Output): string[] {
  const { layout, style } = output
  const rows = rowsOf(ranking, output.stdoutTerminal.unicode ? '→' : '->')
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  return [
    style.bold('The ranking, as it is and as it would be'),
    ...wrapped(scopeOf(ranking).split(' '), layout.width),
    '',
    ...(fits(COLUMNS, rows, layout.width)
      ? [style.dim(header), ...lines]
      : rows.flatMap(([name = '', ...cells]) =>
          block(
            name,
            cells.map((cell, at) => `${NAMES[at]} ${cell}`),
            layout.width,
          ),
        )),
  ]
}

function scopeOf({ questions, withEmbedding, breadcrumbs, relevant }: RankingComparison): string {
  const vectors = withEmbedding === 0 ? 'none' : formatNumber(withEmbedding)
  return (
    `${counted(questions, 'question')}, ${vectors} with a vector, among ${counted(breadcrumbs, 'breadcrumb')}: ` +
    `the sample, and ${formatNumber(relevant.ranked)} of the ${formatNumber(relevant.named)} that are relevant`
  )
}

function rowsOf({ measures, withEmbedding, questions }: RankingComparison, arrow: string): string[][] {
  const { before, after } = measures
  const row = (name: string, was: Measures | null, is: Measures | null) =>
    was === null || is === null ? [] : [[name, ...cellsOf(was, is, questions, arrow)]]
  return [
    ...row('keywords alone', before.keywords, after.keywords),
    ...(withEmbedding === 0 ? [] : row('with vectors', before.ours, after.ours)),
    ...row("RCRT's way", before.rcrt, after.rcrt),
  ]
}

function cellsOf(was: Measures, is: Measures, questions: number, arrow: string): string[] {
  const both = (show: (measures: Measures) => string) => `${show(was)} ${arrow} ${show(is)}`
  return [
    both(({ ndcg10 }) => ndcg10.toFixed(3)),
    both(({ recall10 }) => recall10.toFixed(3)),
    `${both(({ rightOnTop }) => String(rightOnTop))} of ${questions}`,
    both(({ medianFirstRank }) => (medianFirstRank === null ? '-' : String(medianFirstRank))),
  ]
}
