import { LONG_MINUTES, tellSnapshots } from '../../cli/output/held-snapshots.ts'
import { endsAtOrder } from '../../cli/output/orders.ts'
import { withSpinner } from '../../cli/output/spinner.ts'
import { askedPriority, recordedLanes } from '../../cli/settings/priority.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import { prepareSchema } from '../../database/connection/open.ts'
import { heldSnapshots } from '../../database/health/held-snapshots.ts'
import type { RunEnding } from '../../database/records/runs.ts'
import { missingIndexes } from '../../database/schema/own-indexes.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { EXIT_CODES, type ExitCode } from '../../errors.ts'
import { BatchSize } from '../../processing/backfill/batch-size.ts'
import type { Drain } from '../../processing/backfill/drain.ts'
import { selectionOf } from '../../processing/backfill/selection-of.ts'
import { type DrainSettings, withDrain } from '../../processing/backfill/with-drain.ts'
import { Pacer } from '../../processing/pace/pacer.ts'
import type { LoadWatch } from '../../processing/pace/watch-load.ts'
import type { StartedRun } from '../../processing/run/run.ts'
import { Tally } from '../../processing/run/tally.ts'
import { stoppedWithin } from '../../timing/stopped-by.ts'
import { isAdaptive, loadWatchOf, shortenBatches } from './adaptive.ts'
import { tellLeftRows } from './left-rows.ts'
import { addReadings } from './metrics.ts'
import type { Task } from './task.ts'
import { BackfillView } from './view.ts'

type Flags = Task['flags']

/** Works through what is due, and shows how far it has come and what came of it. */
export async function workThrough(task: Task): Promise<ExitCode> {
  const { context, flags, database, metrics } = task
  const table = await prepared(task)
  if (metrics) await addReadings(metrics, database, table, flags.priority)
  const means = meansOf(task)
  const { tally, view } = means
  let ending: RunEnding = 'error'
  try {
    ending = await withDrain(drainSettings(task, table, means), (drain) => drained(drain, task, means))
  } catch (error) {
    // A signal while the database is away: what was in hand comes back when its claims expire.
    if (!(context.stop.aborted && error instanceof DatabaseFault && error.isPassing)) throw error
    ending = 'stopped'
  } finally {
    view.stop()
    view.summary(ending)
    if (keepsPrevious(flags)) view.suggestUndo()
    await metrics?.end(ending)
  }
  if (!context.stop.aborted) await tellLeftRows(database, context.output, tally.processed + tally.skipped)
  if (flags.embedded !== undefined && !context.stop.aborted) view.suggestNext(embeddedFlag(flags.embedded))
  return tally.failed + tally.exposed > 0 ? EXIT_CODES.someFailed : EXIT_CODES.done
}

async function prepared({ context, database, table }: Task): Promise<TableShape> {
  const { output } = context
  const shape = await withSpinner(output, `Preparing ${database.place}`, () => prepareSchema(database, table))
  const missing = await database.transaction(missingIndexes, { readOnly: true })
  if (missing.length > 0) {
    const held = missing.map(({ holds }) => holds).join(' and ')
    output.note(`To find ${held} without reading the whole table, run \`rcrt-entities migrate\` once`)
  }
  tellSnapshots(output, await heldSnapshots(database, LONG_MINUTES))
  return shape
}

/** What the run and the path through what is due both work with. */
interface Means {
  readonly tally: Tally
  readonly view: BackfillView
  readonly pacer: Pacer
  readonly batchSize: BatchSize
  readonly load: LoadWatch
  readonly threads: number
}

function meansOf(task: Task): Means {
  const { context, flags, metrics, schemas, ids } = task
  const tally = metrics?.tally ?? new Tally()
  const view = new BackfillView(context.output, tally, {
    retry: retryWords(flags),
    schemas,
    named: ids?.length,
  })
  const pacer = new Pacer(flags.maxRate ?? Number.POSITIVE_INFINITY)
  metrics?.run.addHold(() => pacer.runHeldBy)
  return {
    ...{ tally, view, pacer },
    load: loadWatchOf(task, pacer, view),
    batchSize: new BatchSize(flags.batchSize, flags.targetBatchTime),
    threads: flags.concurrency ?? context.host.cores,
  }
}

function drainSettings(
  { context, flags, database, maxConnections, extractor, metrics, ids }: Task,
  table: TableShape,
  { tally, view, pacer, batchSize, load, threads }: Means,
): DrainSettings {
  return {
    ...{ database, table, maxConnections, tally, pacer, batchSize, observer: view, host: context.host },
    selection: selectionOf(flags, ids),
    limit: flags.limit,
    priority: askedPriority(flags),
    command: 'backfill',
    options: recorded(flags),
    keepsPrevious: keepsPrevious(flags),
    pool: { threads, extractor, ...(metrics && { observer: metrics.run }) },
    reach: () => view.reach,
    onStopOrdered: endsAtOrder(context),
    outageLimit: flags.retryFor,
    onStarted: (run: StartedRun) => view.started(run),
    onOthers: (finished: number) => view.othersFinished(finished),
    onSaved: (rows: number, milliseconds: number) => {
      batchSize.observe(rows, milliseconds)
      load.saved(milliseconds)
      metrics?.run.saved(rows, milliseconds)
    },
    stop: stoppedWithin(flags.maxDuration ?? Number.POSITIVE_INFINITY, context.stop),
  }
}

/** Where there is a refusal, only what turned secret is done. */
async function drained(
  drain: Drain,
  { flags, refusal }: Task,
  { view, batchSize, load }: Means,
): Promise<number> {
  view.onFound = (found) => {
    if (!isAdaptive(flags, found)) return
    shortenBatches(batchSize, flags)
    load.begin()
  }
  try {
    if (refusal === undefined) return await drain.run()
    await drain.withhold()
    throw refusal
  } finally {
    await load.end()
  }
}

/** `--failed` conflicts with `--force`. */
function retryWords({ force }: Flags): string {
  return `the same command with --failed${force ? ' in place of --force' : ''}`
}

/** To be pasted as it is printed. */
function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

function embeddedFlag(given: string | true): string {
  return given === true ? '--embedded' : `--embedded ${shellWord(given)}`
}

/** By default, where keywords are replaced that were of use. */
function keepsPrevious({ keepPrevious, force, outdated, foreign }: Flags): boolean {
  return keepPrevious ?? [force, outdated, foreign].includes(true)
}

/** The flags without the connection string, which may hold a password. */
function recorded({ databaseUrl: _, since, until, id, ...flags }: Flags): object {
  return {
    ...flags,
    keepPrevious: keepsPrevious(flags),
    ...recordedLanes(flags),
    ...(since && { since: since.at }),
    ...(until && { until: until.at }),
    ...(id && { ids: id.length }),
  }
}
