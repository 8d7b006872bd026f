import type { DrillWorkerArguments } from '../cli/arguments/drill.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { endsAtOrder } from '../cli/output/orders.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { withDatabase } from '../database/connection/open.ts'
import { isScratchSchema } from '../database/scratch/schema.ts'
import { ScratchDatabase } from '../database/scratch/scratch-database.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { drainPart, WORKER_CONNECTIONS } from '../processing/drill/drain-part.ts'

/** The process that a drill kills. Where the drill itself is killed, so that stdin ends, it ends, too. */
export async function run(
  context: CommandContext,
  { schema, rate }: DrillWorkerArguments,
  flags: GlobalFlags,
): Promise<ExitCode> {
  if (!isScratchSchema(schema)) throw new ToolError('usage', 'drill-worker is for drill alone')
  const { stdin, host, stop, terminate } = context
  stdin.once('end', () => terminate('The drill ended.')).resume()
  const { owner: _, ...settings } = databaseOptions(context, flags)
  await withDatabase({ ...settings, maxConnections: WORKER_CONNECTIONS }, (database) => {
    const scratch = new ScratchDatabase(database, schema)
    return drainPart({ scratch, host, stop, onStopOrdered: endsAtOrder(context) }, 'process', { rate })
  })
  stdin.destroy()
  return EXIT_CODES.done
}
