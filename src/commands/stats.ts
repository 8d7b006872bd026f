import { DEFAULT_RUNS, type StatsFlags } from '../cli/arguments/stats.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { STATES } from '../database/due/state.ts'
import { countStates } from '../database/records/count-states.ts'
import { newestFailures } from '../database/records/newest-failures.ts'
import { listRuns, type Run } from '../database/records/runs.ts'
import { checkTable, type TableShape } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { depthIfNamed, depthLine } from './stats/depth.ts'
import { runLines } from './stats/runs-view.ts'
import { type StatsSummary, summarise } from './stats/summary.ts'
import { statsLines } from './stats/view.ts'

const FAILURES_SHOWN = 10
const COUNT_TIMEOUT_MS = 5 * 60_000

/** Counts breadcrumbs by state, or lists runs. Only reads: works without the tool's own schema, too. */
export async function run(context: CommandContext, flags: StatsFlags & GlobalFlags): Promise<ExitCode> {
  if (flags.limit !== undefined && !flags.runs) {
    throw new ToolError('usage', '--limit is for --runs only', {
      hint: 'rcrt-entities stats --runs --limit 100',
    })
  }
  const { output } = context
  if (flags.format !== undefined && output.json)
    throw new ToolError('usage', '--format and --json exclude each other')
  const settings = databaseOptions(context, flags)
  const { document, text, hint } = await withDatabase(settings, async (database) => {
    const shape = await checkTable(database, settings.owner !== undefined)
    if (flags.runs) {
      const runs = await readRuns(database, shape, flags.limit ?? DEFAULT_RUNS)
      const document = runs.map(({ id: run, ...rest }) => ({ run, ...rest }))
      return { document, text: runLines(runs, output), hint: undefined }
    }
    const summary = await withSpinner(output, 'Counting breadcrumbs', () => readSummary(database, shape))
    if (flags.format === 'prometheus')
      return { document: undefined, text: await metricLines(summary), hint: undefined }
    const jetStream = await depthIfNamed(flags, context.env)
    return {
      document: { ...summary, ...(jetStream && { jetStream }) },
      text: [...statsLines(summary, output), ...(jetStream ? ['', depthLine(flags, jetStream)] : [])],
      hint: failureHint(summary),
    }
  })
  if (output.json) output.document(document)
  else for (const line of text) output.result(line)
  if (hint !== undefined && !output.json) output.note(hint)
  return EXIT_CODES.done
}

/** What tells them is loaded where it is used: it takes a while. */
async function metricLines(summary: StatsSummary): Promise<readonly string[]> {
  const { tableText } = await import('../metrics/table-metrics.ts')
  return (await tableText({ states: STATES, ...summary })).trimEnd().split('\n')
}

async function readSummary(database: Database, shape: TableShape): Promise<StatsSummary> {
  return database.transaction(
    async (transaction) =>
      summarise(
        await countStates(transaction, shape),
        await newestFailures(transaction, shape, FAILURES_SHOWN),
      ),
    { readOnly: true, statementTimeout: COUNT_TIMEOUT_MS },
  )
}

function failureHint({ newestFailures }: StatsSummary): string | undefined {
  if (newestFailures.length === 0) return undefined
  return '\n`rcrt-entities failures` tells them by kind, `inspect <id>` shows one of those that failed, `backfill --failed` tries them all again'
}

async function readRuns(database: Database, shape: TableShape, limit: number): Promise<readonly Run[]> {
  if (!shape.hasOutcomes) return []
  return database.transaction((transaction) => listRuns(transaction, shape, limit), { readOnly: true })
}
