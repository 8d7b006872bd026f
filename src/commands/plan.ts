import type { PlanFlags } from '../cli/arguments/plan.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { LONG_MINUTES, tellSnapshots } from '../cli/output/held-snapshots.ts'
import { histogram, planLines } from '../cli/output/plan.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions } from '../cli/settings/extractor.ts'
import { plannedSpeed } from '../cli/settings/speed.ts'
import { withDatabase } from '../database/connection/open.ts'
import { heldSnapshots } from '../database/health/held-snapshots.ts'
import { checkTable } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'
import { planOf } from '../processing/backfill/plan.ts'
import { selectionOf } from '../processing/backfill/selection-of.ts'
import { askedSchemas } from '../processing/run/asked-schemas.ts'

/** Tells what a backfill with the same flags would come to. What it writes on trial is rolled back. */
export async function run(context: CommandContext, flags: PlanFlags & GlobalFlags): Promise<ExitCode> {
  const { output, stop } = context
  const settings = databaseOptions(context, flags)
  const extractor = extractorOptions(flags)
  const { plan, snapshots } = await withDatabase(settings, async (database) => {
    const table = await checkTable(database, settings.owner !== undefined)
    const { unmatched } = await askedSchemas(database, flags.schema ?? [])
    if (unmatched !== undefined) throw unmatched
    const snapshots = await heldSnapshots(database, LONG_MINUTES)
    const plan = await withSpinner(output, 'Counting, and extracting a sample', () =>
      planOf({
        ...{ database, table, extractor, ...plannedSpeed(context, flags) },
        selection: selectionOf(flags, undefined),
        onTrial: flags.trial,
      }),
    )
    return { plan, snapshots }
  })
  stop.throwIfAborted()
  if (output.json)
    output.document({
      ...plan,
      seconds: Math.round(plan.seconds),
      keywords: histogram(plan.keywords).map(({ label, count }) => ({ keywords: label, breadcrumbs: count })),
      heldSnapshots: snapshots ?? null,
    })
  else for (const line of planLines(plan, output)) output.result(line)
  tellSnapshots(output, snapshots)
  return EXIT_CODES.done
}
