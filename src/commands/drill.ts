import type { DrillFlags } from '../cli/arguments/drill.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { endsAtOrder } from '../cli/output/orders.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { checkTable, refuseStandby } from '../database/schema/table.ts'
import { audited } from '../database/scratch/audit.ts'
import { refuseScratch, removeLeftovers } from '../database/scratch/schema.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { cutConnection } from '../processing/drill/cut-connection.ts'
import { WORKER_CONNECTIONS, type Worker } from '../processing/drill/drain-part.ts'
import { endThread } from '../processing/drill/end-thread.ts'
import { killProcess, victimRate } from '../processing/drill/kill-process.ts'
import type { Recovery } from '../processing/drill/recovery.ts'
import { FAULTS, type Fault } from '../processing/drill/rows.ts'
import { withScratch } from '../processing/drill/with-scratch.ts'
import { type DrillResult, drillResult } from './drill/result.ts'
import { startVictim } from './drill/victim.ts'
import { KILLED, leftoverWords, recoveryLine, summaryLine, UNDER_WAY } from './drill/view.ts'

/** Ends what works on scratch rows, and tells what came of them; 1 when one was lost or doubled. */
export async function run(context: CommandContext, flags: DrillFlags & GlobalFlags): Promise<ExitCode> {
  const { output } = context
  // Scratch rows are nobody's.
  const { owner: _, ...settings } = databaseOptions(context, flags)
  const { target } = settings
  if (target.kind === 'embedded') throw needsServer(target.directory)
  const connections = { ...settings, maxConnections: WORKER_CONNECTIONS + 1 }
  const result = await withDatabase(connections, (database) => drill(database, target.url, context, flags))
  if (output.json) output.document(result)
  else output.sentence(`\n${summaryLine(result)}`)
  return result.isSound ? EXIT_CODES.done : EXIT_CODES.failure
}

function needsServer(directory: string): ToolError {
  return new ToolError('usage', `drill can't work on the embedded database in ${directory}`, {
    hint: 'it has a single connection, and ends with its process; name a PostgreSQL server with --database-url',
  })
}

async function drill(
  database: Database,
  url: string,
  context: CommandContext,
  flags: DrillFlags,
): Promise<DrillResult> {
  const { output, stop } = context
  // Of the table no row is read.
  refuseStandby(await checkTable(database, true), database.place)
  await refuseScratch(database)
  const leftovers = await removeLeftovers(database)
  for (const schema of leftovers) output.note(leftoverWords(schema))
  stop.throwIfAborted()
  return withScratch(database, flags.rows, async (scratch, schema) => {
    output.note(`Drilling at ${database.place} on ${flags.rows} scratch rows, in the schema ${schema}`)
    const worker = {
      scratch,
      host: context.host,
      stop,
      onStopOrdered: endsAtOrder(context),
    } satisfies Worker
    const rate = victimRate(flags.rows / FAULTS.length)
    const start = () => startVictim({ schema, rate }, { ...context.env, DATABASE_URL: url })
    const steps: Readonly<Record<Fault, () => Promise<Recovery>>> = {
      process: () => killProcess(worker, start, () => output.note(KILLED)),
      thread: () => endThread(worker),
      connection: () => cutConnection(worker),
    }
    const recoveries: Recovery[] = []
    for (const fault of FAULTS) {
      stop.throwIfAborted()
      const recovery = await withSpinner(output, UNDER_WAY[fault], steps[fault])
      recoveries.push(recovery)
      if (!output.json) output.sentence(recoveryLine(recovery, output))
    }
    return drillResult(recoveries, await audited(scratch), leftovers)
  })
}
