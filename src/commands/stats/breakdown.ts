import { bar, colouredBars } from '../../cli/output/bar.ts'
import { formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { block, type Column, fits, table } from '../../cli/output/table.ts'
import type { State } from '../../database/due/state.ts'
import { type CountByState, STATES_BY_NEED } from './summary.ts'

/** Breadcrumbs that have something in common. */
export interface Group extends CountByState {
  readonly name: string
  readonly total: number
  /** Of what the bar tells, in percent; null where that makes no sense. */
  readonly percent: number | null
}

const SHORTEST_NAME = 24
const SHORTEST_BAR = 8
const BARS = [18, 12, SHORTEST_BAR]
/** Where there is no room for all states. */
const NEEDING: readonly State[] = ['failed', 'stale', 'pending']

/**
 * A row a group: with all states, or with those that need somebody, names cut only where neither has room. A block a
 * group where names would be cut too much to tell them by.
 * @param tells what the bar tells
 */
export function breakdownLines(
  title: string,
  tells: string,
  groups: readonly Group[],
  { layout, style, stdoutTerminal }: Output,
): string[] {
  const { unicode } = stdoutTerminal
  const coloured = (lines: readonly string[]) => lines.map((line) => colouredBars(line, style))
  // Only the states that occur, so that the table stays narrow.
  const states = STATES_BY_NEED.filter((state) => groups.some((group) => group[state] > 0))
  for (const { shown, cells, name } of waysToFit(title, states)) {
    const columns = columnsOf(name, tells, shown)
    const rows = groups.map((group) => rowOf(group, shown, cells, unicode))
    if (!fits(columns, rows, layout.width)) continue
    const [header = '', ...lines] = table(columns, rows, layout)
    return [style.dim(header), ...coloured(lines)]
  }
  return coloured(groups.flatMap((group) => blockOf(group, tells, layout.width, unicode)))
}

interface WayToFit {
  readonly shown: readonly State[]
  /** Of a bar. */
  readonly cells: number
  readonly name: Column
}

/** The best first. */
function waysToFit(title: string, states: readonly State[]): WayToFit[] {
  const needing = states.filter((state) => NEEDING.includes(state))
  return [{ title }, { title, shrinksTo: SHORTEST_NAME }].flatMap((name) =>
    [states, needing].flatMap((shown) => BARS.map((cells) => ({ shown, cells, name }))),
  )
}

function columnsOf(name: Column, tells: string, states: readonly State[]): readonly Column[] {
  return [
    name,
    { title: 'total', align: 'right' },
    { title: tells },
    { title: '', align: 'right' },
    ...states.map((state) => ({ title: state, align: 'right' as const })),
  ]
}

function rowOf(group: Group, states: readonly State[], cells: number, unicode: boolean): string[] {
  return [
    group.name,
    formatNumber(group.total),
    barOf(group, cells, unicode),
    percentOf(group),
    ...states.map((state) => formatNumber(group[state])),
  ]
}

function blockOf(group: Group, tells: string, width: number, unicode: boolean): string[] {
  const counts = STATES_BY_NEED.filter((state) => group[state] > 0).map(
    (state) => `${formatNumber(group[state])} ${state}`,
  )
  const first = `${barOf(group, SHORTEST_BAR, unicode)} ${percentOf(group)} ${tells}`.trim()
  return block(group.name, [first, `${formatNumber(group.total)} in all`, ...counts], width)
}

function barOf({ percent }: Group, cells: number, unicode: boolean): string {
  return percent === null ? '' : bar(percent / 100, cells, unicode)
}

export function percentOf({ percent }: Pick<Group, 'percent'>): string {
  return percent === null ? '-' : `${percent}%`
}
