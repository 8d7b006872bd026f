import type { WatchFlags } from '../cli/arguments/watch.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { endsAtOrder } from '../cli/output/orders.ts'
import type { Output } from '../cli/output/output.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions } from '../cli/settings/extractor.ts'
import { askedPriority, recordedLanes } from '../cli/settings/priority.ts'
import { DEFAULT_OWNER_ID } from '../cli/settings/stream.ts'
import type { Database } from '../database/connection/connect.ts'
import { DatabaseFault } from '../database/connection/fault.ts'
import { prepareForWork, withDatabase } from '../database/connection/open.ts'
import type { DueKind } from '../database/due/selection.ts'
import type { RunEnding } from '../database/records/runs.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { eventFilter } from '../events/filter.ts'
import type { SourceStatus } from '../events/hint.ts'
import { BatchSize } from '../processing/backfill/batch-size.ts'
import { type DrainSettings, withDrain } from '../processing/backfill/with-drain.ts'
import { Pacer } from '../processing/pace/pacer.ts'
import { askedSchemas } from '../processing/run/asked-schemas.ts'
import { type Run, type RunSettings, type StartedRun, withRun } from '../processing/run/run.ts'
import { Tally } from '../processing/run/tally.ts'
import { Watcher } from '../processing/watch/watcher.ts'
import { stoppedBy } from '../timing/stopped-by.ts'
import { MeasuredView } from './watch/measured-view.ts'
import { addReadings, openMetrics, type WatchMetrics } from './watch/metrics.ts'
import { openSource, refuseOtherStream, type SourceSettings, sourceSettings } from './watch/source.ts'
import { WatchView } from './watch/view.ts'

type Flags = WatchFlags & GlobalFlags

/** Follows the event stream until it is stopped; with `--once`, sweeps what is to be done. */
export async function run(context: CommandContext, flags: Flags): Promise<ExitCode> {
  if (flags.once && !flags.sweep) throw new ToolError('usage', '--once and --no-sweep exclude each other')
  const events = sourceSettings(flags, context.env)
  const settings = databaseOptions(context, flags)
  if (!flags.once) await refuseOtherStream(events)
  const metrics = await openMetrics(context, flags)
  try {
    return await watch(context, flags, { settings, events, metrics })
  } finally {
    await metrics?.close()
  }
}

interface Asked {
  readonly settings: ReturnType<typeof databaseOptions>
  readonly events: SourceSettings
  /** Undefined where nobody asked for them. */
  readonly metrics: WatchMetrics | undefined
}

function watch(context: CommandContext, flags: Flags, asked: Asked): Promise<ExitCode> {
  const { settings, events, metrics } = asked
  return withDatabase(settings, async (database) => {
    const tally = metrics?.tally ?? new Tally()
    // `--count` aborts it, too.
    const stop = stoppedBy(context.stop)
    const view = viewOf(context.output, tally, metrics)
    const pacer = new Pacer(flags.maxRate ?? Number.POSITIVE_INFINITY)
    metrics?.run.addHold(() => pacer.runHeldBy)
    try {
      const options = await runSettings(context, flags, { database, tally, stop, view, pacer, metrics })
      const lanes = flags.priority?.map(({ glob }) => glob)
      for (const { unmatched } of [
        await askedSchemas(database, flags.schema ?? []),
        await askedSchemas(database, lanes ?? [], '--priority'),
      ])
        if (unmatched !== undefined) context.output.warning(`${unmatched.message} so far; ${unmatched.hint}`)
      if (metrics)
        await addReadings(metrics, { database, table: options.table, events, lanes: flags.priority })
      if (flags.once) await sweepOnce(flags, { ...options, observer: view }, settings.maxConnections)
      else
        await withRun(options, (run) =>
          follow(run, { flags, events, tally, stop, view, pacer, metrics, owner: settings.owner }),
        )
    } catch (error) {
      if (flags.once || !context.stop.aborted || !isPassing(error)) throw error
      view.leaveToOthers(error)
    } finally {
      view.stop()
    }
    view.summary()
    return flags.once && tally.failed + tally.exposed > 0 ? EXIT_CODES.someFailed : EXIT_CODES.done
  })
}

/** To be stopped while the database is away or crowded is as good an end as any: nothing is lost by it. */
function isPassing(error: unknown): error is DatabaseFault {
  return error instanceof DatabaseFault && error.isPassing
}

function viewOf(output: Output, tally: Tally, metrics: WatchMetrics | undefined): WatchView {
  return metrics ? new MeasuredView(output, tally, metrics.stream) : new WatchView(output, tally)
}

interface Watching {
  readonly database: Database
  readonly tally: Tally
  readonly stop: AbortController
  readonly view: WatchView
  readonly pacer: Pacer
  readonly metrics: WatchMetrics | undefined
}

async function runSettings(
  context: CommandContext,
  flags: Flags,
  { database, tally, stop, view, pacer, metrics }: Watching,
): Promise<RunSettings> {
  const { databaseUrl: _url, natsUrl: _natsUrl, token: _token, ...options } = flags
  return {
    database,
    table: await prepareForWork(database, databaseOptions(context, flags).owner !== undefined),
    command: 'watch',
    host: context.host,
    options: { ...options, ...recordedLanes(flags) },
    pacer,
    reach: () => null,
    onStopOrdered: endsAtOrder(context),
    pool: {
      threads: flags.concurrency,
      extractor: extractorOptions(flags),
      ...(metrics && { observer: metrics.run }),
    },
    ...(metrics && { onSaved: (rows, milliseconds) => metrics.run.saved(rows, milliseconds) }),
    selection: {
      kinds: ['pending', 'stale', ...foreignKinds(flags)],
      filters: {
        ...(flags.schema && { schemas: flags.schema }),
        ...(flags.excludeSchema && { excludedSchemas: flags.excludeSchema }),
      },
      includeUnembedded: false,
    },
    outageLimit: flags.once ? ONCE_OUTAGE_MS : Number.POSITIVE_INFINITY,
    observer: view,
    onStarted: (run: StartedRun) => view.started(run),
    tally,
    stop: stop.signal,
  }
}

/** What other programs wrote is old once its content is updated: nobody else refreshes it. */
function foreignKinds({ foreign, once }: Flags): readonly DueKind[] {
  if (foreign) return ['foreign']
  return once ? [] : ['updated foreign']
}

interface Following extends Omit<Watching, 'database'> {
  readonly flags: Flags
  readonly events: SourceSettings
  /** Scopes the run to one tenant. */
  readonly owner: string | undefined
}

async function follow(
  run: Run,
  { flags, events, tally, stop, view, pacer, metrics, owner }: Following,
): Promise<number> {
  const streamOwner = owner ?? DEFAULT_OWNER_ID
  const { schema: schemas, excludeSchema: excludedSchemas } = flags
  const accept = eventFilter({ schemas, excludedSchemas, ownerId: owner })
  const source = await openSource(events, {
    streamOwner,
    signal: stop.signal,
    onStatus: (status: SourceStatus) => {
      view.status(status)
      watcher.noteStatus(status)
    },
    accept: (event) => {
      const isAccepted = accept(event)
      if (isAccepted) metrics?.stream.heard(event.id)
      return isAccepted
    },
  })
  const watcher = new Watcher(run, {
    source,
    streamOwner,
    sweeps: flags.sweep,
    count: flags.count ?? Number.POSITIVE_INFINITY,
    pacer,
    priority: askedPriority(flags),
    observer: view,
    tally,
    stop,
  })
  view.follow(source, { sweeps: flags.sweep })
  await watcher.run()
  return 0
}

/** As long as `backfill` waits: the next run of cron must not find this one still waiting. */
const ONCE_OUTAGE_MS = 300_000
const ONCE_BATCH = { rows: 200, targetMs: 1_000 }

function sweepOnce(
  flags: Flags,
  settings: RunSettings & Pick<DrainSettings, 'observer'>,
  maxConnections: number,
): Promise<RunEnding> {
  return withDrain({
    ...settings,
    maxConnections,
    batchSize: new BatchSize(ONCE_BATCH.rows, ONCE_BATCH.targetMs),
    limit: flags.count ?? Number.MAX_SAFE_INTEGER,
    priority: askedPriority(flags),
  })
}
