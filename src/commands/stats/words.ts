import { bar, colouredBars } from '../../cli/output/bar.ts'
import { counted, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { type Column, table } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { FrequentKeywords } from '../../database/records/frequent-keywords.ts'

const COLUMNS: readonly Column[] = [
  { title: 'keyword', shrinksTo: 16 },
  { title: 'carried by', align: 'right' },
  { title: '' },
]
const BAR = 8

/** With how many percent of the sample carry each. */
export function wordsDocument({ sampled, isSample, keywords }: FrequentKeywords): object {
  return {
    sampled,
    isSample,
    keywords: keywords.map((each) => ({ ...each, percent: percentOfSample(each.count, sampled) })),
  }
}

/** The most frequent keywords; of a sample in percent alone, since that is what it tells. */
export function wordLines(words: FrequentKeywords, { layout, style, stdoutTerminal }: Output): string[] {
  const { sampled, isSample, keywords } = words
  if (keywords.length === 0) return ['', 'No breadcrumb has a keyword.']
  const rows = keywords.map(({ keyword, count }) => [
    keyword,
    isSample ? `${percentOfSample(count, sampled)}%` : formatNumber(count),
    bar(Math.min(1, count / sampled), BAR, stdoutTerminal.unicode),
  ])
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  return [
    '',
    ...wrapped(sampleWords(words).split(' '), layout.width).map((line) => style.dim(line)),
    style.dim(header),
    ...lines.map((line) => colouredBars(line, style)),
  ]
}

export function sampleWords({ keywords, sampled, isSample }: FrequentKeywords): string {
  const of = isSample ? `a sample of ${counted(sampled, 'breadcrumb')}` : counted(sampled, 'breadcrumb')
  return `${counted(keywords.length, 'keyword')} most frequent in ${of} that have any`
}

export function percentOfSample(count: number, sampled: number): number {
  return Math.round((10_000 * count) / sampled) / 100
}
