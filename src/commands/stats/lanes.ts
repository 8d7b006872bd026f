import { formatAge, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { block, type Column, fits, table } from '../../cli/output/table.ts'
import { laneMatcher } from '../../database/due/lane.ts'
import type { StateCount } from '../../database/records/count-states.ts'
import { type LaneWeight, lanesOf } from '../../processing/lanes/priority.ts'
import { oldest } from './oldest.ts'

/** What waits in one lane of `--priority`. */
export interface LaneSummary {
  readonly lane: string
  readonly weight: number
  readonly pending: number
  /** When the first of them was created. */
  readonly oldestPendingAt: Date | null
  readonly stale: number
  /** When the first of them changed. */
  readonly oldestStaleAt: Date | null
}

/** In the order of the lanes, the rest at the end. */
export function laneSummaries(counts: readonly StateCount[], lanes: readonly LaneWeight[]): LaneSummary[] {
  return lanesOf(lanes).map((lane) => {
    const isIn = laneMatcher(lane)
    const mine = counts.filter(({ schemaName }) => isIn(schemaName))
    return {
      lane: lane.name,
      weight: lane.weight,
      pending: countOf(mine, 'pending'),
      oldestPendingAt: oldest(mine, 'pending', ({ createdAt }) => createdAt),
      stale: countOf(mine, 'stale'),
      oldestStaleAt: oldest(mine, 'stale', ({ updatedAt }) => updatedAt),
    }
  })
}

function countOf(counts: readonly StateCount[], state: StateCount['state']): number {
  return counts.reduce((sum, each) => (each.state === state ? sum + each.count : sum), 0)
}

const COLUMNS: readonly Column[] = [
  { title: 'lane', shrinksTo: 12 },
  ...['weight', 'pending', 'oldest', 'stale', 'oldest'].map((title) => ({ title, align: 'right' as const })),
]

/** A row a lane, or where there is no room a block; nothing without lanes. */
export function laneLines(
  lanes: readonly LaneSummary[] | undefined,
  now: Date,
  { layout, style }: Output,
): string[] {
  if (lanes === undefined) return []
  const rows = lanes.map(({ lane, weight, pending, oldestPendingAt, stale, oldestStaleAt }) => [
    ...[lane, formatNumber(weight), formatNumber(pending), ageOf(oldestPendingAt, now)],
    ...[formatNumber(stale), ageOf(oldestStaleAt, now)],
  ])
  if (!fits(COLUMNS, rows, layout.width)) return [...rows.flatMap((row) => blockOf(row, layout.width)), '']
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  return [style.dim(header), ...lines, '']
}

function blockOf([lane = '', ...cells]: readonly string[], width: number): string[] {
  return block(
    lane,
    cells.map((cell, at) => `${COLUMNS[at + 1]?.title} ${cell}`),
    width,
  )
}

/** `-` where there is none. */
export function ageOf(moment: Date | null, now: Date): string {
  return moment === null ? '-' : formatAge(moment, now)
}
