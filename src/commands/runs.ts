import { orderOf, type RunsFlags } from '../cli/arguments/runs.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { Output } from '../cli/output/output.ts'
import { keepShowing } from '../cli/output/redraw.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database } from '../database/connection/connect.ts'
import { prepareForWork, withDatabase } from '../database/connection/open.ts'
import { newestRuns } from '../database/records/newest-runs.ts'
import { checkTable, type TableShape } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { giveOrders } from './runs/give.ts'
import { type ListedRun, listed } from './runs/listed.ts'
import { givenLines, runsLines } from './runs/view.ts'

const REDRAW_MS = 1_000

/** Lists runs, or gives them an order. The list only reads: it works without the tool's own schema, too. */
export async function run(
  context: CommandContext,
  words: readonly (string | undefined)[],
  flags: RunsFlags & GlobalFlags,
): Promise<ExitCode> {
  const { output, host } = context
  const order = orderOf(words, flags)
  if (flags.watch && output.json) throw new ToolError('usage', '--watch and --json exclude each other')
  const settings = databaseOptions(context, flags)
  return withDatabase(settings, async (database) => {
    if (order === undefined) {
      const table = await checkTable(database, settings.owner !== undefined)
      const read = () => readRuns(database, table, flags.limit)
      if (flags.watch) await keepShowing(context, REDRAW_MS, async () => runsLines(await read(), output))
      else show(output, await read())
      return EXIT_CODES.done
    }
    await prepareForWork(database, settings.owner !== undefined)
    const givenBy = [host.user, host.name].filter(Boolean).join('@')
    const given = await giveOrders(database, order, { ...flags, givenBy })
    if (output.json) output.document(given)
    else for (const line of givenLines(given)) output.result(line)
    return EXIT_CODES.done
  })
}

async function readRuns(database: Database, table: TableShape, limit: number): Promise<readonly ListedRun[]> {
  if (!table.hasOutcomes) return []
  if (!table.hasOrders)
    throw new ToolError(
      'configuration',
      `the schema rcrt_entities at ${database.place} is of an older release, whose runs don't tell how far they are`,
      { hint: 'run `rcrt-entities migrate` once; `stats --runs` lists them as they are' },
    )
  return listed(
    await database.transaction((transaction) => newestRuns(transaction, table, limit), { readOnly: true }),
  )
}

function show(output: Output, runs: readonly ListedRun[]): void {
  if (output.json) output.document(runs.map(({ options: _, ...shown }) => shown))
  else for (const line of runsLines(runs, output)) output.result(line)
}
