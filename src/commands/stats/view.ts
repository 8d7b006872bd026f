import { bar, colouredBars } from '../../cli/output/bar.ts'
import { counted, formatAge, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { block, type Column, fits, type Layout, table } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { State } from '../../database/due/state.ts'
import type { FailedBreadcrumb } from '../../database/records/newest-failures.ts'
import { printable } from '../../printable.ts'
import { activityLines } from './activity.ts'
import { needLines } from './needs.ts'
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

const LONGEST_BAR = 30
const SHORTEST_BAR = 8
const SCHEMA_BARS = [18, 12, SHORTEST_BAR]
/** Of a schema, where there is no room for all. */
const NEEDING: readonly State[] = ['failed', 'stale', 'pending']
const GAP = '  '

/** What a person reads of `stats`: how it is going, what needs somebody, all states, then schema by schema, then what failed last. */
export function statsLines(summary: StatsSummary, output: Output): string[] {
  const { style, layout } = output
  return [
    ...headline(summary, output),
    '',
    ...needLines(summary, output),
    '',
    ...activityLines(summary, output),
    '',
    ...underHeader(overallTable(summary, layout), style.dim).map((line) =>
      colouredState(line, summary, style),
    ),
    '',
    ...schemaLines(summary.schemas, output),
    ...failureLines(summary.newestFailures, summary.failed, layout.width, style.dim),
  ]
}

/** In one line, or in two where the bar would be too short. */
function headline(summary: StatsSummary, { style, layout, stdoutTerminal }: Output): string[] {
  const count = counted(summary.total, 'breadcrumb')
  const covered = `${coverageOf(summary)} covered`
  const part = partOf(summary)
  if (part === null) return [`${count}${GAP}${style.bold(covered)}`]
  const beside = (words: string) => layout.width - words.length - GAP.length
  const drawn = (room: number) =>
    `${colouredBars(bar(part, Math.min(LONGEST_BAR, room), stdoutTerminal.unicode), style)}${GAP}${style.bold(covered)}`
  const room = beside(count + GAP + covered)
  return room >= SHORTEST_BAR ? [`${count}${GAP}${drawn(room)}`] : [count, drawn(beside(covered))]
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

/** A table of all states, or of those that need somebody, or a block a schema where its name would be cut too much to tell it by. */
function schemaLines(schemas: readonly SchemaSummary[], { layout, style, stdoutTerminal }: Output): string[] {
  // Only the states that occur, so that the table stays narrow.
  const states = STATES.filter((state) => schemas.some((schema) => schema[state] > 0))
  const coloured = (lines: readonly string[]) => lines.map((line) => colouredBars(line, style))
  const needing = states.filter((state) => NEEDING.includes(state))
  for (const shown of [states, needing]) {
    for (const cells of SCHEMA_BARS) {
      const rows = schemas.map((schema) => schemaRow(schema, shown, cells, stdoutTerminal.unicode))
      const columns = schemaColumns(shown)
      if (fits(columns, rows, layout.width))
        return coloured(underHeader(table(columns, rows, layout), style.dim))
    }
  }
  return coloured(schemas.flatMap((schema) => schemaBlock(schema, layout.width, stdoutTerminal.unicode)))
}

function schemaColumns(states: readonly State[]): readonly Column[] {
  return [
    { title: 'schema', shrinksTo: 24 },
    { title: 'total', align: 'right' },
    { title: 'covered' },
    { title: '', align: 'right' },
    ...states.map((title) => ({ title, align: 'right' as const })),
  ]
}

function schemaRow(
  schema: SchemaSummary,
  states: readonly State[],
  barCells: number,
  unicode: boolean,
): string[] {
  return [
    nameOf(schema),
    formatNumber(schema.total),
    barOf(schema, barCells, unicode),
    coverageOf(schema),
    ...states.map((state) => formatNumber(schema[state])),
  ]
}

function schemaBlock(schema: SchemaSummary, width: number, unicode: boolean): string[] {
  const counts = STATES.filter((state) => schema[state] > 0).map(
    (state) => `${formatNumber(schema[state])} ${state}`,
  )
  return block(
    nameOf(schema),
    [
      `${barOf(schema, SHORTEST_BAR, unicode)} ${coverageOf(schema)} covered`.trim(),
      `${formatNumber(schema.total)} in all`,
      ...counts,
    ],
    width,
  )
}

function partOf({ coveragePercent }: Pick<SchemaSummary, 'coveragePercent'>): number | null {
  return coveragePercent === null ? null : coveragePercent / 100
}

function coverageOf({ coveragePercent }: Pick<SchemaSummary, 'coveragePercent'>): string {
  return coveragePercent === null ? '-' : `${coveragePercent}%`
}

function barOf(schema: SchemaSummary, cells: number, unicode: boolean): string {
  const part = partOf(schema)
  return part === null ? '' : bar(part, cells, unicode)
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
