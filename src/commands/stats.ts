import { DEFAULT_RUNS, type StatsFlags } from '../cli/arguments/stats.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { Output } from '../cli/output/output.ts'
import { keepShowing } from '../cli/output/redraw.ts'
import { replaceFile } from '../cli/output/replace-file.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { lanesAsRecorded } from '../cli/settings/priority.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { STATES } from '../database/due/state.ts'
import { countStates } from '../database/records/count-states.ts'
import { type CountedRun, countedRuns } from '../database/records/counted-runs.ts'
import { failureTexts } from '../database/records/failure-texts.ts'
import { finishedByHour } from '../database/records/finished-by-hour.ts'
import { type FrequentKeywords, frequentKeywords } from '../database/records/frequent-keywords.ts'
import { databaseTime, latestRun } from '../database/records/latest-run.ts'
import { newestFailures } from '../database/records/newest-failures.ts'
import { checkTable, type TableShape } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { printable } from '../printable.ts'
import { kindsOfFailures } from '../processing/failures/kinds.ts'
import { badLines, badOf } from './stats/bad.ts'
import { type Depth, depthIfNamed, depthLine } from './stats/depth.ts'
import { statsDocument } from './stats/document.ts'
import { runLines } from './stats/runs-view.ts'
import { type StatsSummary, summarise } from './stats/summary.ts'
import { statsLines } from './stats/view.ts'
import { wordLines, wordsDocument } from './stats/words.ts'

const FAILURES_SHOWN = 10
const REDRAW_MS = 5_000
const COUNTING = 'Counting breadcrumbs'
const COUNT_TIMEOUT_MS = 5 * 60_000

/** Counts breadcrumbs by state, or lists runs. Only reads: works without the tool's own schema, too. */
export async function run(context: CommandContext, flags: StatsFlags & GlobalFlags): Promise<ExitCode> {
  refuseUnused(flags)
  const settings = databaseOptions(context, flags)
  return withDatabase(settings, async (database) => {
    const table = await checkTable(database, settings.owner !== undefined)
    if (flags.runs) return showRuns(context.output, await readRuns(database, table, flags.limit))
    const counted = () => count(database, table, flags)
    if (flags.format === 'prometheus') return showMetrics(context.output, counted)
    return showCounts(context, flags, database.place, async () => ({
      ...(await counted()),
      jetStream: await depthIfNamed(flags, context.env),
    }))
  })
}

function refuseUnused({ limit, runs, json, ...flags }: StatsFlags & GlobalFlags): void {
  if (limit !== undefined && !runs) {
    throw new ToolError('usage', '--limit is for --runs only', {
      hint: 'rcrt-entities stats --runs --limit 100',
    })
  }
  for (const flag of ['watch', 'format'] as const) {
    if (flags[flag] !== undefined && json)
      throw new ToolError('usage', `--${flag} and --json exclude each other`)
  }
}

async function showCounts(
  context: CommandContext,
  flags: StatsFlags,
  place: string,
  look: () => Promise<Counted>,
): Promise<ExitCode> {
  const { output, host } = context
  if (flags.watch) {
    await keepShowing(context, REDRAW_MS, async () => linesOf(await look(), flags, output))
    return EXIT_CODES.done
  }
  const counted = await withSpinner(output, COUNTING, look)
  if (flags.html !== undefined) {
    const { statsPage } = await import('./stats/page.ts')
    await replaceFile('--html', flags.html, statsPage({ place, ...counted }), host.pid)
    output.note(`Wrote ${printable(flags.html)}`)
  }
  return show(output, flags, counted)
}

/** What tells them is loaded where it is used: it takes a while. */
async function showMetrics(
  output: Output,
  count: () => Promise<Pick<Counted, 'summary'>>,
): Promise<ExitCode> {
  const { summary } = await withSpinner(output, COUNTING, count)
  const { tableText } = await import('../metrics/table-metrics.ts')
  const text = await tableText({ states: STATES, ...summary })
  for (const line of text.trimEnd().split('\n')) output.result(line)
  return EXIT_CODES.done
}

interface Counted {
  readonly summary: StatsSummary
  readonly words: FrequentKeywords | undefined
  readonly bad: readonly string[] | undefined
  readonly jetStream: Depth | undefined
}

async function count(database: Database, table: TableShape, flags: StatsFlags) {
  return database.transaction(
    async (transaction) => {
      const { by, words } = flags
      const lastRun = await latestRun(transaction, table)
      const summary = summarise(await countStates(transaction, table, { extractor: by === 'extractor' }), {
        by,
        lanes: flags.priority ?? lanesAsRecorded(lastRun?.priority),
        countedAt: await databaseTime(transaction),
        finishedByHour: await finishedByHour(transaction, table),
        kinds: kindsOfFailures(await failureTexts(transaction, table)),
        newestFailures: await newestFailures(transaction, table, FAILURES_SHOWN),
        lastRun: lastRun ?? null,
      })
      return {
        summary,
        words: words === undefined ? undefined : await frequentKeywords(transaction, words),
        bad: flags.exitCode ? badOf(summary, flags) : undefined,
      }
    },
    { readOnly: true, statementTimeout: COUNT_TIMEOUT_MS },
  )
}

/** With `--html`, the page is what a person reads. */
function show(output: Output, flags: StatsFlags, counted: Counted): ExitCode {
  const { summary, words, bad, jetStream } = counted
  if (output.json)
    output.document({
      ...statsDocument(summary),
      ...(words && { words: wordsDocument(words) }),
      ...(bad && { bad }),
      ...(jetStream && { jetStream }),
    })
  else if (flags.html === undefined) {
    for (const line of linesOf(counted, flags, output)) output.result(line)
    const hint = failureHint(summary)
    if (hint !== undefined) output.note(hint)
  }
  return bad === undefined || bad.length === 0 ? EXIT_CODES.done : EXIT_CODES.someFailed
}

function linesOf({ summary, words, bad, jetStream }: Counted, flags: StatsFlags, output: Output): string[] {
  return [
    ...(bad ? badLines(bad, output) : []),
    ...statsLines(summary, output),
    ...(words ? wordLines(words, output) : []),
    ...(jetStream ? ['', depthLine(flags, jetStream)] : []),
  ]
}

interface ReadRuns {
  readonly runs: readonly CountedRun[]
  /** By the database's clock. */
  readonly readAt: Date
}

function showRuns(output: Output, { runs, readAt }: ReadRuns): ExitCode {
  if (output.json) output.document(runs.map(({ id: run, ...rest }) => ({ run, ...rest })))
  else for (const line of runLines(runs, readAt, output)) output.result(line)
  return EXIT_CODES.done
}

function failureHint({ newestFailures }: StatsSummary): string | undefined {
  if (newestFailures.length === 0) return undefined
  return '\n`rcrt-entities failures` tells them by kind, `inspect <id>` shows one of those that failed, `backfill --failed` tries them all again'
}

async function readRuns(database: Database, table: TableShape, limit = DEFAULT_RUNS): Promise<ReadRuns> {
  return database.transaction(
    async (transaction) => ({
      runs: table.hasOutcomes ? await countedRuns(transaction, table, limit) : [],
      readAt: await databaseTime(transaction),
    }),
    { readOnly: true },
  )
}
