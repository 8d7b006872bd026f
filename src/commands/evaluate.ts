import type { EvaluateFlags } from '../cli/arguments/evaluate.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { searchNotes } from '../cli/output/search-notes.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { readQuestions } from '../cli/settings/questions.ts'
import type { Database, Transaction } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { checkTable, type TableShape } from '../database/schema/table.ts'
import { excludedSchemas } from '../database/search/excluded-schemas.ts'
import { rcrtRanking } from '../database/search/rcrt-ranking.ts'
import { queryKeywords, searchBreadcrumbs } from '../database/search/search.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'
import { extractNow } from '../processing/search/extract-now.ts'
import { placementOf } from '../processing/search/place.ts'
import { prepareQuestions } from '../processing/search/prepare.ts'
import type { KnownQuestion } from '../search/questions.ts'
import { keywordsOfRcrt } from '../search/rcrt.ts'
import { measured, RANKED, type Ranked, type Rankings } from '../search/ways.ts'
import { type EvaluationResult, type WorstQuestion, worstFirst } from './evaluate/result.ts'
import { evaluationLines } from './evaluate/view.ts'

type Flags = EvaluateFlags & GlobalFlags

const SHOWN = 10
const STATEMENT_TIMEOUT_MS = 5 * 60_000

/** Asks questions whose answers are known, and tells how well they are found. */
export async function run(context: CommandContext, file: string, flags: Flags): Promise<ExitCode> {
  const { output } = context
  const questions = await readQuestions(context, 'the file', file)
  const settings = databaseOptions(context, flags)
  const result = await withDatabase(settings, async (database) => {
    const table = await checkTable(database, settings.owner !== undefined)
    const asked = await prepareQuestions(database, table, questions, searchNotes(output))
    return withSpinner(output, `Asking ${asked.length} questions`, () =>
      evaluate({ database, table, stop: context.stop }, asked, flags),
    )
  })
  if (output.json) output.document(result)
  else for (const line of evaluationLines(result, output)) output.result(line)
  return EXIT_CODES.done
}

interface Where {
  readonly database: Database
  readonly table: TableShape
  readonly stop: AbortSignal
}

async function evaluate(
  where: Where,
  questions: readonly KnownQuestion[],
  flags: Flags,
): Promise<EvaluationResult> {
  const { database, stop } = where
  const excluded = await read(database, excludedSchemas)
  const ranked: Ranked[] = []
  for (const question of questions) {
    stop.throwIfAborted()
    const rankings = await read(database, (transaction) => rank(transaction, question, excluded, flags.rcrt))
    ranked.push({ question, rankings })
  }
  const worst: WorstQuestion[] = []
  for (const bad of worstFirst(ranked).slice(0, flags.worst)) {
    stop.throwIfAborted()
    worst.push(await explained(where, bad, excluded))
  }
  return {
    questions: ranked.length,
    withEmbedding: ranked.filter(({ question }) => question.embedding !== null).length,
    measures: measured(ranked),
    excludedSchemas: excluded,
    worst,
  }
}

function read<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return database.transaction(work, { readOnly: true, statementTimeout: STATEMENT_TIMEOUT_MS })
}

async function rank(
  transaction: Transaction,
  { query, embedding }: KnownQuestion,
  excluded: readonly string[],
  alsoRcrt: boolean,
): Promise<Rankings> {
  const keywords = await queryKeywords(transaction, query)
  const request = { keywords, excludedSchemas: excluded, schemas: null, tag: null, maxRows: RANKED }
  const ids = (hits: readonly { readonly id: string }[]) => hits.map(({ id }) => id)
  const alone = ids(await searchBreadcrumbs(transaction, { ...request, embedding: null }))
  return {
    keywords: alone,
    ours: embedding === null ? alone : ids(await searchBreadcrumbs(transaction, { ...request, embedding })),
    rcrt: alsoRcrt
      ? ids(await rcrtRanking(transaction, { ...request, keywords: keywordsOfRcrt(query), embedding }))
      : null,
  }
}

/** The best placed of the relevant breadcrumbs tells why the question does badly. */
async function explained(
  { database, table }: Where,
  { question, rankings }: Ranked,
  excluded: readonly string[],
): Promise<WorstQuestion> {
  const { query, relevant, embedding } = question
  const id = rankings.ours.find((one) => relevant.has(one)) ?? [...relevant][0] ?? ''
  const placement = await read(database, async (transaction) =>
    placementOf(transaction, table, id, {
      keywords: await queryKeywords(transaction, query),
      embedding,
      excludedSchemas: excluded,
      maxRows: SHOWN,
      extract: extractNow,
    }),
  )
  const rank = rankings.ours.indexOf(id)
  return { query, id, rank: rank < 0 ? null : rank + 1, placement }
}
