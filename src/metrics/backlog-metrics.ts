import type { Gauge } from 'prom-client'
import { addLanes, type LaneFigures } from './lane-metrics.ts'
import { Reading } from './reading.ts'
import type { RunMetrics } from './run-metrics.ts'

interface Totals {
  /** Breadcrumbs in the state `pending`. */
  readonly pending: number
  /** Seconds since the oldest of them was created; 0 without any. */
  readonly oldestPendingSeconds: number
  /** Live ones, of all runs. */
  readonly claims: number
}

/** What the database holds to be done, by its own clock. */
export interface Backlog extends Totals {
  readonly lanes: readonly LaneFigures[]
}

/**
 * Adds what the database holds, by lane as well where there are any. While it can't be asked, its figures are left out
 * rather than told as 0.
 */
export function addBacklog(
  metrics: RunMetrics,
  read: () => Promise<Backlog>,
  { hasLanes }: { readonly hasLanes: boolean },
): void {
  const { series } = metrics
  const tellLanes = hasLanes ? addLanes(metrics) : undefined
  const up = series.gauge('database_up', 'Whether the database answered when it was asked last.')
  const gauges: Readonly<Record<keyof Totals, Gauge>> = {
    pending: series.gauge('pending_breadcrumbs', 'Breadcrumbs without keywords that nobody is at work on.'),
    oldestPendingSeconds: series.gauge(
      'oldest_pending_age_seconds',
      'Age of the oldest pending breadcrumb; 0 without any.',
    ),
    claims: series.gauge('claims', 'Claims that have not expired, of all runs.'),
  }
  const reading = new Reading(read, (backlog) => {
    up.set(backlog === undefined ? 0 : 1)
    tellLanes?.(backlog?.lanes ?? [])
    for (const [name, gauge] of Object.entries(gauges)) {
      if (backlog === undefined) gauge.remove()
      else gauge.set(backlog[name as keyof Totals])
    }
  })
  metrics.addReading(reading)
}
