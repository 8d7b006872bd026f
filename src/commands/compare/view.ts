import { listLines } from '../../cli/output/extraction.ts'
import { counted, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { block, type Column, fits, table } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import { printable } from '../../printable.ts'
import type { RankingComparison } from '../../processing/compare/rank-again.ts'
import type {
  ChangedBreadcrumb,
  ComparisonSummary,
  Counts,
  SchemaChanges,
} from '../../processing/compare/summary.ts'
import { rankingLines } from './ranking-view.ts'

/** The document of `compare --json`. */
export interface ComparisonResult extends ComparisonSummary {
  /** The fingerprint of what extracted again. */
  readonly extractor: string
  /** Null where nothing was asked. */
  readonly ranking: RankingComparison | null
}

const SCHEMAS_SHOWN = 10
/** Of one breadcrumb, that came or went. */
const KEYWORDS_SHOWN = 12
const ID_SHOWN = 8
/** What stands before a keyword. */
const MARGIN = 4
const COLUMNS: readonly Column[] = [
  { title: 'schema', shrinksTo: 12 },
  { title: 'compared', align: 'right' },
  { title: 'changed', align: 'right' },
  { title: 'keywords', align: 'right' },
  { title: '', align: 'right' },
  { title: 'entities', align: 'right' },
  { title: '', align: 'right' },
]

/** What a person reads of a comparison: how much changes, by schema, where most, and what becomes of the ranking. */
export function comparisonLines(result: ComparisonResult, output: Output): string[] {
  const { compared, changed, failed, keywords, entities, extractor } = result
  const { layout, style } = output
  const label = (name: string, text: string) => listLines(name, [text], layout.width)
  const failures =
    failed === 0 ? [] : label('failed', counted(failed, 'extraction')).map((line) => style.red(line))
  if (compared === 0) return ['Nothing to compare: no breadcrumb matches that has keywords.', ...failures]
  return [
    style.bold(`${percent(result)} of ${counted(compared, 'breadcrumb')} would change`),
    ...label('changed', formatNumber(changed)),
    ...failures,
    ...label('keywords', countsText(keywords)),
    ...label('entities', countsText(entities)),
    ...label('extractor', extractor),
    '',
    ...schemaLines(result.schemas, output),
    ...mostLines(result.most, output),
    ...(result.ranking === null ? [] : ['', ...rankingLines(result.ranking, output)]),
  ]
}

function countsText({ gained, lost }: Counts): string {
  return `${formatNumber(gained)} gained, ${formatNumber(lost)} lost`
}

function percent({ changedPercent }: { readonly changedPercent: number }): string {
  return `${changedPercent.toFixed(1)}%`
}

/** Of those that do not change, the number tells enough. */
function schemaLines(schemas: readonly SchemaChanges[], output: Output): string[] {
  const { layout, style } = output
  const changing = schemas.filter(({ changed }) => changed > 0)
  const shown = changing.slice(0, SCHEMAS_SHOWN)
  const rows = shown.map((one) => [
    one.schema ?? '(none)',
    formatNumber(one.compared),
    percent(one),
    ...signed(one.keywords),
    ...signed(one.entities),
  ])
  const [more, others] = [changing.length - shown.length, schemas.length - changing.length]
  const same = `${counted(others, changing.length === 0 ? 'schema' : 'other schema')}, none of which changes`
  return [
    ...(fits(COLUMNS, rows, layout.width)
      ? inColumns(rows, output)
      : shown.flatMap((one) => inBlock(one, layout.width))),
    ...(more > 0 ? [style.dim(`and ${counted(more, 'schema')} more (--json lists all)`)] : []),
    ...(others > 0 ? wrapped(same.split(' '), layout.width).map((line) => style.dim(line)) : []),
  ]
}

function signed({ gained, lost }: Counts): [string, string] {
  return [`+${formatNumber(gained)}`, `-${formatNumber(lost)}`]
}

function inColumns(rows: readonly (readonly string[])[], { layout, style }: Output): string[] {
  if (rows.length === 0) return []
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  return [style.dim(header), ...lines]
}

function inBlock(one: SchemaChanges, width: number): string[] {
  const details = [
    `${formatNumber(one.compared)} compared`,
    `${percent(one)} changed`,
    `keywords ${signed(one.keywords).join(' ')}`,
    `entities ${signed(one.entities).join(' ')}`,
  ]
  return block(one.schema ?? '(none)', details, width)
}

function mostLines(most: readonly ChangedBreadcrumb[], { layout, style }: Output): string[] {
  if (most.length === 0) return []
  return ['', style.bold('Those that change most'), ...most.flatMap((one) => changedLines(one, layout.width))]
}

function changedLines({ id, schema, keywords, entities }: ChangedBreadcrumb, width: number): string[] {
  const title = `${id.slice(0, ID_SHOWN)} ${schema ?? '(none)'}, entities ${signed(entities).join(' ')}`
  return [
    ...wrapped(printable(title).split(' '), width),
    ...marked('+', keywords.gained, width),
    ...marked('-', keywords.lost, width),
  ]
}

function marked(mark: string, keywords: readonly string[], width: number): string[] {
  if (keywords.length === 0) return []
  const words = printable(someOf(keywords).join(', ')).split(' ')
  return wrapped(words, width - MARGIN).map((line, at) => `  ${at === 0 ? mark : ' '} ${line}`)
}

function someOf(keywords: readonly string[]): string[] {
  const more = keywords.length - KEYWORDS_SHOWN
  return [...keywords.slice(0, KEYWORDS_SHOWN), ...(more > 0 ? [`and ${formatNumber(more)} more`] : [])]
}
