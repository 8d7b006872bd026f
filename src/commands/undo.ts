import type { UndoFlags } from '../cli/arguments/undo.ts'
import { idPrefix } from '../cli/arguments/values.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database } from '../database/connection/connect.ts'
import { prepareSchema, withDatabase } from '../database/connection/open.ts'
import { type KeepingRun, keepingRuns } from '../database/records/undo.ts'
import { checkTable, refuseStandby, type TableShape } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { Patience } from '../processing/run/patience.ts'
import { undoRun } from '../processing/run/undo-run.ts'
import { UndoView } from './undo/view.ts'

const OUTAGE_MS = 60_000

/** Brings back what a run found, where nothing was written since, and lists the rest. */
export async function run(
  context: CommandContext,
  word: string,
  flags: UndoFlags & GlobalFlags,
): Promise<ExitCode> {
  const prefix = idPrefix('run')(word)
  const settings = databaseOptions(context, flags)
  const isDryRun = flags.dryRun === true
  return withDatabase(settings, async (database) => {
    const checked = await checkTable(database, settings.owner !== undefined)
    refuseStandby(checked, database.place)
    const table = isDryRun ? checked : await prepareSchema(database, checked)
    const found = await namedRun(database, table, prefix, isDryRun)
    const view = new UndoView(context.output, found, isDryRun)
    const patience = new Patience({ outageLimit: OUTAGE_MS, observer: view, stop: context.stop })
    try {
      for await (const page of undoRun(database, patience, found.id, isDryRun)) view.add(page)
    } finally {
      view.stop()
    }
    view.summary(context.stop.aborted)
    return EXIT_CODES.done
  })
}

/** Where a dry run finds no table that runs keep anything in, none has. */
async function namedRun(
  database: Database,
  table: TableShape,
  prefix: string,
  isDryRun: boolean,
): Promise<KeepingRun> {
  const runs = table.hasPrevious
    ? await database.transaction((transaction) => keepingRuns(transaction, prefix), { readOnly: true })
    : []
  const [only, second] = runs
  if (only === undefined)
    throw new ToolError(
      'not-found',
      `no run that kept what was there before is called ${prefix} at ${database.place}`,
      {
        hint: 'backfill --force, --outdated, --foreign and --keep-previous do, for 30 days; `rcrt-entities runs` lists runs',
      },
    )
  if (second !== undefined)
    throw new ToolError('not-found', `${prefix} begins the ids of ${runs.map(({ id }) => id).join(', ')}`, {
      hint: 'give more of the id',
    })
  if (only.isAtWork && !isDryRun)
    throw new ToolError('failure', `the run ${only.id} is at work`, {
      hint: `\`rcrt-entities runs stop ${only.id.slice(0, 8)}\` ends it`,
    })
  return only
}
