import type { WatchFlags } from '../../cli/arguments/watch.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { Database } from '../../database/connection/connect.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { ToolError } from '../../errors.ts'
import type { RunMetrics } from '../../metrics/run-metrics.ts'
import type { StreamMetrics } from '../../metrics/stream-metrics.ts'
import { readBacklog } from '../../processing/lanes/backlog.ts'
import type { LaneWeight } from '../../processing/lanes/priority.ts'
import { Tally } from '../../processing/run/tally.ts'
import type { SourceSettings } from './source.ts'

/** What a watch tells Prometheus, and the tally that it is fed from. */
export interface WatchMetrics {
  readonly tally: Tally
  readonly run: RunMetrics
  readonly stream: StreamMetrics
  close(): Promise<void>
}

/**
 * Serves them from now on; undefined where nobody asks for them. What tells them is loaded where it is used: it takes
 * a while.
 * @throws {ToolError}
 */
export async function openMetrics(
  { output, host, version }: CommandContext,
  { metricsPort: port, metricsHost, once }: WatchFlags,
): Promise<WatchMetrics | undefined> {
  if (port === undefined && metricsHost === undefined) return undefined
  if (port === undefined) throw new ToolError('usage', '--metrics-host needs --metrics-port')
  if (once) throw new ToolError('usage', '--once and --metrics-port exclude each other', { hint: ONCE_HINT })
  const { RunMetrics } = await import('../../metrics/run-metrics.ts')
  const { StreamMetrics } = await import('../../metrics/stream-metrics.ts')
  const { serveMetrics } = await import('../../metrics/serve.ts')
  const tally: Tally = new Tally((settled) => stream.settled(settled))
  const run = new RunMetrics({ version, command: 'watch', host, withheld: () => tally.withheld })
  const stream = new StreamMetrics(run)
  const served = {
    contentType: run.series.contentType,
    text: () => run.text(),
    health: () => stream.health.state(),
  }
  const { url, close } = await serveMetrics(served, { host: metricsHost ?? LOOPBACK, port })
  output.note(`Metrics at ${url}`)
  return { tally, run, stream, close }
}

const LOOPBACK = '127.0.0.1'
const ONCE_HINT =
  '`backfill --metrics-file <file>` writes the metrics of a run that ends, for the node exporter'

/** Adds what is asked of the servers. */
export async function addReadings(
  { run }: WatchMetrics,
  {
    database,
    table,
    events,
    lanes,
  }: {
    database: Database
    table: TableShape
    events: SourceSettings
    lanes: readonly LaneWeight[] | undefined
  },
): Promise<void> {
  const { addBacklog } = await import('../../metrics/backlog-metrics.ts')
  addBacklog(run, () => readBacklog(database, table, lanes), { hasLanes: lanes !== undefined })
  if (events.source !== 'jetstream') return
  const { addQueue } = await import('../../metrics/queue-metrics.ts')
  const { withJetStream } = await import('../../events/jetstream/connection.ts')
  const { streamDepth } = await import('../../events/jetstream/stream-status.ts')
  const { place, design } = events
  addQueue(run, async () => {
    const { consumer } = await withJetStream(place, ({ manager }) => streamDepth(manager, design))
    return consumer
  })
}
