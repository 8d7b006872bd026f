import { randomUUID } from 'node:crypto'
import type { BackfillFlags } from '../cli/arguments/backfill.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { counted, formatNumber } from '../cli/output/format.ts'
import { stopWords } from '../cli/output/orders.ts'
import { planLines } from '../cli/output/plan.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import { confirm, expectAnswers } from '../cli/process/confirm.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions } from '../cli/settings/extractor.ts'
import { plannedSpeed } from '../cli/settings/speed.ts'
import type { Database } from '../database/connection/connect.ts'
import { DatabaseFault } from '../database/connection/fault.ts'
import { prepareSchema, withDatabase } from '../database/connection/open.ts'
import type { Order } from '../database/records/orders.ts'
import type { RunEnding } from '../database/records/runs.ts'
import { missingIndexes } from '../database/schema/own-indexes.ts'
import { checkTable, type TableShape } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode, type ToolError } from '../errors.ts'
import { fingerprintOf } from '../extraction/fingerprint.ts'
import type { ExtractorOptions } from '../extraction/options.ts'
import { BatchSize } from '../processing/backfill/batch-size.ts'
import { batchesAtOnce, Drain } from '../processing/backfill/drain.ts'
import { dryRun } from '../processing/backfill/dry-run.ts'
import { Pacer } from '../processing/backfill/pacer.ts'
import { type Plan, planOf } from '../processing/backfill/plan.ts'
import { selectionOf } from '../processing/backfill/selection-of.ts'
import { Patience, UNOBSERVED, type WaitObserver } from '../processing/run/patience.ts'
import { type StartedRun, withRun } from '../processing/run/run.ts'
import { Tally } from '../processing/run/tally.ts'
import { ExtractionPool } from '../processing/threads/pool.ts'
import { Work } from '../processing/work.ts'
import { stoppedWithin } from '../timing/stopped-by.ts'
import { gated } from './backfill/gated.ts'
import { addReadings, type BackfillMetrics, openMetrics } from './backfill/metrics.ts'
import { type Named, named } from './backfill/named.ts'
import { RehearsalView } from './backfill/rehearsal-view.ts'
import { BackfillView } from './backfill/view.ts'

type Flags = BackfillFlags & GlobalFlags

/** From here on a run tells first what it will cost. */
const LARGE_ROWS = 100_000

/** Works through what the flags select, and shows how far it has come and what came of it. */
export async function run(context: CommandContext, flags: Flags): Promise<ExitCode> {
  const settings = databaseOptions(context, flags)
  const extractor = extractorOptions(flags)
  const isAsked = flags.force === true && !flags.yes && !flags.dryRun
  if (isAsked) expectAnswers('--force', context)
  const metrics = await openMetrics(context, flags)
  try {
    return await withDatabase(settings, (database) =>
      runOn(database, { context, flags, settings, extractor, isAsked, metrics }),
    )
  } finally {
    await metrics?.end('error')
  }
}

/** What is known once all flags are checked. */
interface Asked {
  readonly context: CommandContext
  readonly flags: Flags
  readonly settings: ReturnType<typeof databaseOptions>
  readonly extractor: ExtractorOptions
  /** Whether `--force` is to be confirmed. */
  readonly isAsked: boolean
  /** Undefined where nobody asked for them. */
  readonly metrics: BackfillMetrics | undefined
}

async function runOn(database: Database, asked: Asked): Promise<ExitCode> {
  const { context, flags, settings, extractor, isAsked, metrics } = asked
  const { maxConnections } = settings
  const table = await checkTable(database, settings.owner !== undefined)
  const chosen = {
    ...{ context, flags, database, table, maxConnections, extractor, metrics },
    ...(await named(context, { database, table }, flags)),
  }
  const task = { ...chosen, refusal: chosen.refusal ?? (await refusalOfGate(chosen)) }
  // Where nothing was processed yet, there is nothing to withhold either.
  if (task.refusal !== undefined && (flags.dryRun || !table.hasOutcomes)) throw task.refusal
  if (task.refusal === undefined) await announce(task, isAsked)
  return flags.dryRun ? rehearse(task) : backfill(task)
}

/** What is known once the database is open, too. */
interface Task extends Named, Pick<Asked, 'context' | 'flags' | 'extractor' | 'metrics'> {
  readonly database: Database
  readonly table: TableShape
  readonly maxConnections: number
}

async function backfill(task: Task): Promise<ExitCode> {
  const { context, flags, database, maxConnections, extractor, metrics } = task
  const { output, host } = context
  const table = await withSpinner(output, `Preparing ${database.place}`, () =>
    prepareSchema(database, task.table),
  )
  const missing = await database.transaction(missingIndexes, { readOnly: true })
  if (missing.length > 0) {
    const held = missing.map(({ holds }) => holds).join(' and ')
    output.note(`To find ${held} without reading the whole table, run \`rcrt-entities migrate\` once`)
  }
  if (metrics) await addReadings(metrics, database, table)
  const tally = metrics?.tally ?? new Tally()
  const batchSize = new BatchSize(flags.batchSize, flags.targetBatchTime)
  const threads = flags.concurrency ?? host.cores
  const stop = stoppedWithin(flags.maxDuration ?? Number.POSITIVE_INFINITY, context.stop)
  const view = new BackfillView(output, tally, {
    retry: retryWords(flags),
    schemas: task.schemas,
    named: task.ids?.length,
  })
  const pacer = new Pacer(flags.maxRate ?? Number.POSITIVE_INFINITY)
  const settings = {
    database,
    table,
    selection: selectionOf(flags, task.ids),
    command: 'backfill',
    host,
    options: recorded(flags),
    keepsPrevious: keepsPrevious(flags),
    pool: { threads, extractor, ...(metrics && { observer: metrics.run }) },
    pacer,
    reach: () => view.reach,
    onStopOrdered: (order: Order) => context.terminate(stopWords(order)),
    outageLimit: flags.retryFor,
    observer: view,
    onStarted: (run: StartedRun) => view.started(run),
    onOthers: (finished: number) => view.othersFinished(finished),
    onSaved: (rows: number, milliseconds: number) => {
      batchSize.observe(rows, milliseconds)
      metrics?.run.saved(rows, milliseconds)
    },
    tally,
    stop,
  }
  let ending: RunEnding = 'error'
  try {
    ending = await withRun(settings, async (run) => {
      const drain = new Drain(run, {
        pacer,
        batchSize,
        limit: flags.limit,
        batchesAtOnce: batchesAtOnce(threads, maxConnections),
        observer: view,
        tally,
      })
      if (task.refusal === undefined) return drain.run()
      await drain.withhold()
      throw task.refusal
    })
  } catch (error) {
    // A signal while the database is away: what was in hand comes back when its claims expire.
    if (!(context.stop.aborted && error instanceof DatabaseFault && error.isPassing)) throw error
    ending = 'stopped'
  } finally {
    view.stop()
    view.summary(ending)
    if (settings.keepsPrevious) view.suggestUndo()
    await metrics?.end(ending)
  }
  if (flags.embedded !== undefined && !context.stop.aborted) view.suggestNext(embeddedFlag(flags.embedded))
  return tally.failed + tally.exposed > 0 ? EXIT_CODES.someFailed : EXIT_CODES.done
}

/** Extracts what the flags select and shows it; writes nothing anywhere. */
async function rehearse(task: Task): Promise<ExitCode> {
  const { context, flags, extractor } = task
  const { output, host } = context
  const view = new RehearsalView(output)
  const stop = stoppedWithin(flags.maxDuration ?? Number.POSITIVE_INFINITY, context.stop)
  const work = workOf(task, view, stop)
  const pool = new ExtractionPool({ threads: flags.concurrency ?? host.cores, extractor })
  try {
    view.found(await work.countDue(flags.limit))
    for await (const extracted of dryRun(work, pool, flags)) view.add(extracted)
  } finally {
    view.stop()
    await pool.close()
  }
  view.summary()
  return EXIT_CODES.done
}

/** Why the work must not be done, where it would change more than `--gate` lets through. */
async function refusalOfGate(task: Task): Promise<ToolError | undefined> {
  const { context, flags, extractor } = task
  const { gate } = flags
  if (gate === undefined) return undefined
  const pool = new ExtractionPool({ threads: flags.concurrency ?? context.host.cores, extractor })
  try {
    const work = workOf(task, UNOBSERVED, context.stop)
    const refusal = await withSpinner(context.output, 'Extracting a sample', () => gated(work, pool, gate))
    context.stop.throwIfAborted()
    return refusal
  } finally {
    await pool.close()
  }
}

/** What there is to do, without a record of the run that does it. */
function workOf(
  { flags, database, table, extractor, ids }: Task,
  observer: WaitObserver,
  stop: AbortSignal,
): Work {
  return new Work({
    database,
    table,
    selection: selectionOf(flags, ids),
    run: { id: randomUUID(), extractor: fingerprintOf(extractor), since: new Date() },
    patience: new Patience({ outageLimit: flags.retryFor, observer, stop }),
  })
}

/** Tells what a large run will cost, and asks before `--force`. */
async function announce(task: Task, isAsked: boolean): Promise<void> {
  const { context, database, flags } = task
  const { output, stop } = context
  if (!isAsked && (flags.dryRun || !(await isLarge(task)))) return
  const plan = await withSpinner(output, `Counting breadcrumbs at ${database.place}`, () => planFor(task))
  stop.throwIfAborted()
  for (const line of planLines(plan, output)) output.note(line)
  if (isAsked) await confirm(questionOf(task, plan.due), context)
}

/** A plan of a smaller one takes longer than it is worth. */
async function isLarge(task: Task): Promise<boolean> {
  const { flags, context } = task
  const { animated } = context.output.terminal
  if (!animated || context.output.json || flags.limit <= LARGE_ROWS || !task.table.hasOrders) return false
  return (await workOf(task, UNOBSERVED, context.stop).countDue(LARGE_ROWS + 1)) > LARGE_ROWS
}

function planFor({ context, flags, database, table, extractor, ids }: Task): Promise<Plan> {
  return planOf({
    ...{ database, table, extractor, ...plannedSpeed(context, flags) },
    selection: selectionOf(flags, ids),
    // Not before somebody has agreed.
    onTrial: flags.force !== true,
  })
}

/** With where, how many, and how many at most. */
function questionOf({ database, flags }: Task, due: number): string {
  const limit = Number.isFinite(flags.limit)
    ? `at most ${formatNumber(flags.limit)} (--limit)`
    : 'without a limit'
  return `Extract ${counted(due, 'breadcrumb')} at ${database.place} again, ${limit}?`
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
    ...(since && { since: since.at }),
    ...(until && { until: until.at }),
    ...(id && { ids: id.length }),
  }
}
