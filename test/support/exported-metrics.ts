import { addBacklog } from '../../src/metrics/backlog-metrics.ts'
import { EndMetrics } from '../../src/metrics/end-metrics.ts'
import { PaceMetrics } from '../../src/metrics/pace-metrics.ts'
import { addQueue } from '../../src/metrics/queue-metrics.ts'
import { RunMetrics } from '../../src/metrics/run-metrics.ts'
import { StreamMetrics } from '../../src/metrics/stream-metrics.ts'
import { tableText } from '../../src/metrics/table-metrics.ts'

/** All that any command tells, in Prometheus' text format. */
export async function exportedText(): Promise<string> {
  const run = new RunMetrics({
    version: '0.0.0',
    command: 'watch',
    host: { residentBytes: () => 0, cpuSeconds: () => 0 },
    withheld: () => 0,
  })
  run.addHold(() => undefined)
  new StreamMetrics(run)
  new EndMetrics(run)
  new PaceMetrics(run, ['wal']).began({ rowsPerSecond: 400 })
  const none = { pending: 0, oldestPendingSeconds: 0 }
  addBacklog(run, async () => ({ ...none, claims: 0, lanes: [{ lane: 'rest', ...none }] }), {
    hasLanes: true,
  })
  addQueue(run, async () => ({ pending: 0, inFlight: 0, redelivered: 0, exhausted: 0 }))
  const table = {
    ...{ states: [], schemas: [], skippedByReason: {}, coveragePercent: 100, countedAt: new Date() },
    lanes: [{ lane: 'rest', pending: 0, oldestPendingAt: null }],
  }
  return (await run.text()) + (await tableText(table))
}

/** The names of its series, those of histograms with their endings. */
export function seriesNames(text: string): ReadonlySet<string> {
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  return new Set(
    types.flatMap(([, name = '', kind]) =>
      kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  )
}
