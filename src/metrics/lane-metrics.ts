import type { RunMetrics } from './run-metrics.ts'

/** What is pending in one lane; a run has few. */
export interface LaneFigures {
  readonly lane: string
  readonly pending: number
  /** Seconds since the oldest of them was created; 0 without any. */
  readonly oldestPendingSeconds: number
}

/** Adds what is pending by lane. Returns what tells it: of lanes that are left out, nothing. */
export function addLanes({ series }: RunMetrics): (lanes: readonly LaneFigures[]) => void {
  const pending = series.gauge('lane_pending_breadcrumbs', 'Pending breadcrumbs, by lane of --priority.', [
    'lane',
  ])
  const oldest = series.gauge(
    'lane_oldest_pending_age_seconds',
    'Age of the oldest pending breadcrumb, by lane of --priority; 0 without any.',
    ['lane'],
  )
  return (lanes) => {
    pending.reset()
    oldest.reset()
    for (const { lane, ...figures } of lanes) {
      pending.set({ lane }, figures.pending)
      oldest.set({ lane }, figures.oldestPendingSeconds)
    }
  }
}
