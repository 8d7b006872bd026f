import { bar, colouredBars } from '../../cli/output/bar.ts'
import { counted, formatAge, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { type Column, fits, type Layout, table } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { State } from '../../database/due/state.ts'
import type { FailedBreadcrumb } from '../../database/records/newest-failures.ts'
import { printable } from '../../printable.ts'
import { activityLines } from './activity.ts'
import { breakdownLines, type Group, percentOf } from './breakdown.ts'
import { laneLines } from './lanes.ts'
import { needLines } from './needs.ts'
import { type ExtractorSummary, type SchemaSummary, STATES_BY_NEED, type StatsSummary } from './summary.ts'

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
    ...laneLines(summary.lanes, summary.countedAt, output),
    ...groupLines(summary, output),
    ...failureLines(summary, layout.width, style.dim),
  ]
}

function groupLines({ schemas, extractors }: StatsSummary, output: Output): string[] {
  if (extractors !== undefined)
    return breakdownLines('extractor', 'of all', extractors.map(extractorGroup), output)
  return breakdownLines('schema', 'covered', schemas.map(schemaGroup), output)
}

function schemaGroup({ schema, coveragePercent, ...counts }: SchemaSummary): Group {
  return { ...counts, name: schema ?? '(none)', percent: coveragePercent }
}

function extractorGroup({ extractor, isDefault, sharePercent, ...counts }: ExtractorSummary): Group {
  const name = extractor ?? '(no record)'
  return { ...counts, name: isDefault ? `${name} (default)` : name, percent: sharePercent }
}

/** In one line, or in two where the bar would be too short. */
function headline(summary: StatsSummary, { style, layout, stdoutTerminal }: Output): string[] {
  const count = counted(summary.total, 'breadcrumb')
  const covered = `${percentOf({ percent: summary.coveragePercent })} covered`
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
  const state = STATES_BY_NEED.find((each) => line.startsWith(`${each} `))
  const colour = state === undefined || summary[state] === 0 ? undefined : COLOURS[state]
  return state === undefined || colour === undefined ? line : line.replace(state, style[colour](state))
}

/** What the states mean is left out where it has no room. */
function overallTable(summary: StatsSummary, layout: Layout): string[] {
  const rows = STATES_BY_NEED.flatMap((state) => [
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

function partOf({ coveragePercent }: Pick<SchemaSummary, 'coveragePercent'>): number | null {
  return coveragePercent === null ? null : coveragePercent / 100
}

function underHeader([header = '', ...rows]: readonly string[], dim: (text: string) => string): string[] {
  return [dim(header), ...rows]
}

const INDENT = '  '

/** The newest of all failures in `stats`, each with its whole error; nothing when there are none. */
function failureLines(
  { newestFailures: newest, failed: all, countedAt }: StatsSummary,
  width: number,
  dim: (text: string) => string,
): string[] {
  if (newest.length === 0) return []
  const title = newest.length < all ? `failed (the newest ${newest.length} of ${all})` : 'failed'
  return ['', dim(title), ...newest.flatMap((failure) => linesOf(failure, countedAt, width))]
}

function linesOf(
  { id, schema, failedAt, attempts, error }: FailedBreadcrumb,
  now: Date,
  width: number,
): string[] {
  const details = `schema ${schema ?? '(none)'}, ${formatAge(failedAt, now)} ago, after ${counted(attempts, 'attempt')}: ${error}`
  return [id, ...wrapped(printable(details).split(' '), width - INDENT.length).map((line) => INDENT + line)]
}
