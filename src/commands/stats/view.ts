import { counted, formatAge, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { block, type Column, fits, type Layout, table } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { State } from '../../database/due/state.ts'
import type { FailedBreadcrumb } from '../../database/records/newest-failures.ts'
import { printable } from '../../printable.ts'
import type { SchemaSummary, StatsSummary } from './summary.ts'

const MEANINGS = {
  failed: 'used up their attempts',
  stale: 'changed since they were extracted',
  retrying: 'failed, and are tried again soon',
  pending: 'have no keywords yet',
  claimed: 'are being worked on',
  processed: 'have keywords of their current content',
  skipped: 'have nothing to extract, or are withheld',
  foreign: 'have keywords of another program',
  waiting: 'are not embedded by RCRT yet',
  unembedded: 'are of schemas that RCRT never embeds',
} as const satisfies Record<State, string>

/** In the order of what needs somebody. */
const STATES = Object.keys(MEANINGS) as State[]

const COLOURS: Partial<Record<State, 'red' | 'yellow' | 'cyan' | 'green' | 'dim'>> = {
  failed: 'red',
  stale: 'yellow',
  retrying: 'yellow',
  pending: 'cyan',
  claimed: 'cyan',
  processed: 'green',
  waiting: 'dim',
  unembedded: 'dim',
}

const OVERALL: readonly Column[] = [
  { title: 'state' },
  { title: 'breadcrumbs', align: 'right' },
  { title: '', shrinksTo: 20 },
]

/** What a person reads of `stats`: all states, then schema by schema, then what failed last. */
export function statsLines(summary: StatsSummary, { style, layout }: Output): string[] {
  return [
    `${counted(summary.total, 'breadcrumb')}, ${style.bold(`${coverageOf(summary)} covered`)}${foreignOf(summary)}`,
    '',
    ...underHeader(overallTable(summary, layout), style.dim).map((line) =>
      colouredState(line, summary, style),
    ),
    '',
    ...schemaLines(summary.schemas, layout, style.dim),
    ...failureLines(summary.newestFailures, summary.failed, layout.width, style.dim),
  ]
}

/** The states that occur, each in its colour. */
function colouredState(line: string, summary: StatsSummary, style: Output['style']): string {
  const state = STATES.find((each) => line.startsWith(`${each} `))
  const colour = state === undefined || summary[state] === 0 ? undefined : COLOURS[state]
  return state === undefined || colour === undefined ? line : line.replace(state, style[colour](state))
}

/** What the states mean is left out where it has no room. */
function overallTable(summary: StatsSummary, layout: Layout): string[] {
  const rows = STATES.flatMap((state) => [
    [state, formatNumber(summary[state]), MEANINGS[state]],
    ...(state === 'skipped' ? reasonRows(summary) : []),
  ])
  return table(fits(OVERALL, rows, layout.width) ? OVERALL : OVERALL.slice(0, 2), rows, layout)
}

function reasonRows(summary: StatsSummary): string[][] {
  return Object.entries(summary.skippedByReason).map(([reason, count]) => [
    `  ${reason}`,
    formatNumber(count),
    '',
  ])
}

/** A table, or a block for each schema where its name would be cut too much to tell it by. */
function schemaLines(
  schemas: readonly SchemaSummary[],
  layout: Layout,
  dim: (text: string) => string,
): string[] {
  // Only the states that occur, so that the table stays narrow.
  const states = STATES.filter((state) => schemas.some((schema) => schema[state] > 0))
  const columns: readonly Column[] = [
    { title: 'schema', shrinksTo: 24 },
    { title: 'total', align: 'right' },
    ...states.map((title) => ({ title, align: 'right' as const })),
    { title: 'covered', align: 'right' },
  ]
  const rows = schemas.map((schema) => [
    nameOf(schema),
    formatNumber(schema.total),
    ...states.map((state) => formatNumber(schema[state])),
    coverageOf(schema),
  ])
  if (fits(columns, rows, layout.width)) return underHeader(table(columns, rows, layout), dim)
  return schemas.flatMap((schema) => schemaBlock(schema, layout.width))
}

function schemaBlock(schema: SchemaSummary, width: number): string[] {
  const counts = STATES.filter((state) => schema[state] > 0).map(
    (state) => `${formatNumber(schema[state])} ${state}`,
  )
  return block(
    nameOf(schema),
    [`${formatNumber(schema.total)} in all`, ...counts, `${coverageOf(schema)} covered`],
    width,
  )
}

function foreignOf({ foreign, foreignPercent }: StatsSummary): string {
  return foreign === 0
    ? ''
    : `, ${foreignPercent}% with keywords of another program (backfill --foreign takes them)`
}

function coverageOf({ coveragePercent }: Pick<SchemaSummary, 'coveragePercent'>): string {
  return coveragePercent === null ? '-' : `${coveragePercent}%`
}

function nameOf({ schema }: SchemaSummary): string {
  return schema ?? '(none)'
}

function underHeader([header = '', ...rows]: readonly string[], dim: (text: string) => string): string[] {
  return [dim(header), ...rows]
}

const INDENT = '  '

/** The newest of all failures in `stats`, each with its whole error; nothing when there are none. */
function failureLines(
  newest: readonly FailedBreadcrumb[],
  all: number,
  width: number,
  dim: (text: string) => string,
): string[] {
  if (newest.length === 0) return []
  const title = newest.length < all ? `failed (the newest ${newest.length} of ${all})` : 'failed'
  return ['', dim(title), ...newest.flatMap((failure) => linesOf(failure, width))]
}

function linesOf({ id, schema, failedAt, attempts, error }: FailedBreadcrumb, width: number): string[] {
  const details = `schema ${schema ?? '(none)'}, ${formatAge(failedAt, new Date())} ago, after ${counted(attempts, 'attempt')}: ${error}`
  return [id, ...wrapped(printable(details).split(' '), width - INDENT.length).map((line) => INDENT + line)]
}
