import { randomUUID } from 'node:crypto'
import type { CompareFlags } from '../cli/arguments/compare.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { searchNotes } from '../cli/output/search-notes.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions } from '../cli/settings/extractor.ts'
import { readQuestions } from '../cli/settings/questions.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import type { Selection } from '../database/due/selection.ts'
import { checkTable, type TableShape } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'
import { fingerprintOf } from '../extraction/fingerprint.ts'
import type { ExtractorOptions } from '../extraction/options.ts'
import { selectionOf } from '../processing/backfill/selection-of.ts'
import { rankAgain } from '../processing/compare/rank-again.ts'
import { compareSample } from '../processing/compare/sample.ts'
import { summaryOf } from '../processing/compare/summary.ts'
import { askedSchemas } from '../processing/run/asked-schemas.ts'
import { Patience, UNOBSERVED } from '../processing/run/patience.ts'
import { prepareQuestions } from '../processing/search/prepare.ts'
import { ExtractionPool } from '../processing/threads/pool.ts'
import { Work } from '../processing/work.ts'
import type { KnownQuestion } from '../search/questions.ts'
import { type ComparisonResult, comparisonLines } from './compare/view.ts'

type Flags = CompareFlags & GlobalFlags

/** Tells what another extraction would change in stored keywords, and in what questions find. Writes none. */
export async function run(context: CommandContext, flags: Flags): Promise<ExitCode> {
  const { output, stop } = context
  const settings = databaseOptions(context, flags)
  const extractor = extractorOptions(flags)
  const given = flags.queries === undefined ? [] : await readQuestions(context, '--queries', flags.queries)
  const result = await withDatabase(settings, async (database) => {
    const table = await checkTable(database, settings.owner !== undefined)
    const { unmatched } = await askedSchemas(database, flags.schema ?? [])
    if (unmatched !== undefined) throw unmatched
    const questions =
      given.length === 0 ? [] : await prepareQuestions(database, table, given, searchNotes(output))
    return withSpinner(output, 'Extracting a sample again', () =>
      compare({ context, flags, database, table, extractor }, questions),
    )
  })
  stop.throwIfAborted()
  if (output.json) output.document(result)
  else for (const line of comparisonLines(result, output)) output.result(line)
  return EXIT_CODES.done
}

interface Task {
  readonly context: CommandContext
  readonly flags: Flags
  readonly database: Database
  readonly table: TableShape
  readonly extractor: ExtractorOptions
}

async function compare(
  { context, flags, database, table, extractor }: Task,
  questions: readonly KnownQuestion[],
): Promise<ComparisonResult> {
  const { stop, host } = context
  const work = new Work({
    ...{ database, table, selection: comparedSelection(flags) },
    run: { id: randomUUID(), extractor: fingerprintOf(extractor), since: new Date() },
    patience: new Patience({ outageLimit: 0, observer: UNOBSERVED, stop }),
  })
  const pool = new ExtractionPool({ threads: host.cores, extractor })
  try {
    const comparison = await compareSample(work, pool, flags.sample)
    const ranking =
      questions.length === 0
        ? null
        : await rankAgain({ database, work, pool }, comparison.compared, questions)
    return { extractor: work.run.extractor, ...summaryOf(comparison), ranking }
  } finally {
    await pool.close()
  }
}

function comparedSelection({ foreign, ...flags }: Flags): Selection {
  const { filters } = selectionOf(flags, undefined)
  return { kinds: [foreign ? 'foreign' : 'extracted'], filters, includeUnembedded: true }
}
