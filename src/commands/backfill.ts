import type { BackfillFlags } from '../cli/arguments/backfill.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import { expectAnswers } from '../cli/process/confirm.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions } from '../cli/settings/extractor.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { checkTable } from '../database/schema/table.ts'
import type { ExitCode, ToolError } from '../errors.ts'
import type { ExtractorOptions } from '../extraction/options.ts'
import { unmatchedSoFar } from '../processing/run/asked-schemas.ts'
import { UNOBSERVED } from '../processing/run/patience.ts'
import { ExtractionPool } from '../processing/threads/pool.ts'
import { announce } from './backfill/announce.ts'
import { gated } from './backfill/gated.ts'
import { type BackfillMetrics, openMetrics } from './backfill/metrics.ts'
import { named } from './backfill/named.ts'
import { rehearse } from './backfill/rehearse.ts'
import { type Task, workOf } from './backfill/task.ts'
import { workThrough } from './backfill/work-through.ts'

type Flags = BackfillFlags & GlobalFlags

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
  const idle = await unmatchedSoFar(
    database,
    flags.priority?.map(({ glob }) => glob),
    '--priority',
  )
  if (idle !== undefined) context.output.warning(idle)
  const chosen = {
    ...{ context, flags, database, table, maxConnections, extractor, metrics },
    ...(await named(context, { database, table }, flags)),
  }
  const task = { ...chosen, refusal: chosen.refusal ?? (await refusalOfGate(chosen)) }
  // Where nothing was processed yet, there is nothing to withhold either.
  if (task.refusal !== undefined && (flags.dryRun || !table.hasOutcomes)) throw task.refusal
  if (task.refusal === undefined) await announce(task, isAsked)
  return flags.dryRun ? rehearse(task) : workThrough(task)
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
