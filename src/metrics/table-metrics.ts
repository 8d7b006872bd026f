import { SchemaLabels } from './schema-labels.ts'
import { Series } from './series.ts'

/** What a table of breadcrumbs holds. */
export interface TableCounts<State extends string> {
  readonly states: readonly State[]
  /** The largest first, since the first ones have series of their own. */
  readonly schemas: readonly (Readonly<Record<State, number>> & { readonly schema: string | null })[]
  readonly skippedByReason: Readonly<Record<string, number>>
  /** Where there are lanes. */
  readonly lanes?: readonly {
    readonly lane: string
    readonly pending: number
    readonly oldestPendingAt: Date | null
  }[]
  readonly countedAt: Date
  /** Null where there is nothing to cover. */
  readonly coveragePercent: number | null
}

/** The same in Prometheus' text format. */
export function tableText<State extends string>(counts: TableCounts<State>): Promise<string> {
  const series = new Series()
  const table = series.gauge('table_breadcrumbs', 'Breadcrumbs in the database, by state.', [
    'state',
    'schema',
  ])
  const labels = new SchemaLabels()
  for (const counted of counts.schemas) {
    const schema = labels.labelOf(counted.schema)
    for (const state of counts.states) table.inc({ state, schema }, counted[state])
  }
  const skipped = series.gauge('table_skipped', 'Skipped breadcrumbs in the database, by reason.', ['reason'])
  for (const [reason, count] of Object.entries(counts.skippedByReason)) skipped.set({ reason }, count)
  addLanes(series, counts)
  const covered = counts.coveragePercent
  if (covered !== null)
    series
      .gauge('table_coverage_ratio', 'Covered breadcrumbs, of all that RCRT has embedded.')
      .set(covered / 100)
  return series.text()
}

function addLanes(
  series: Series,
  { lanes = [], countedAt }: Pick<TableCounts<never>, 'lanes' | 'countedAt'>,
): void {
  if (lanes.length === 0) return
  const pending = series.gauge(
    'table_lane_pending',
    'Pending breadcrumbs in the database, by lane of --priority.',
    ['lane'],
  )
  const oldest = series.gauge(
    'table_lane_oldest_pending_age_seconds',
    'Age of the oldest pending breadcrumb in the database, by lane of --priority; 0 without any.',
    ['lane'],
  )
  for (const { lane, oldestPendingAt, ...counts } of lanes) {
    pending.set({ lane }, counts.pending)
    const age = oldestPendingAt === null ? 0 : countedAt.getTime() - oldestPendingAt.getTime()
    oldest.set({ lane }, Math.max(0, age / 1000))
  }
}
