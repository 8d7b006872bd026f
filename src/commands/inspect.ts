import type { InspectFlags } from '../cli/arguments/inspect.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { Output } from '../cli/output/output.ts'
import { searchNotes } from '../cli/output/search-notes.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions } from '../cli/settings/extractor.ts'
import { readContent } from '../database/claims/read.ts'
import type { Database, Transaction } from '../database/connection/connect.ts'
import { DatabaseFault } from '../database/connection/fault.ts'
import { prepareSchema, withDatabase } from '../database/connection/open.ts'
import { inspectBreadcrumb } from '../database/records/inspect.ts'
import { notFound, resolveId } from '../database/records/resolve.ts'
import { checkTable, type TableShape } from '../database/schema/table.ts'
import { excludedSchemas } from '../database/search/excluded-schemas.ts'
import { queryKeywords } from '../database/search/search.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { extractNow } from '../processing/search/extract-now.ts'
import { placementOf } from '../processing/search/place.ts'
import { prepareSearch } from '../processing/search/prepare.ts'
import { type AskedQuestion, inspectionDocument, type Looked } from './inspect/document.ts'
import { idsOf } from './inspect/ids.ts'
import { Reader } from './inspect/reading.ts'
import type { Saved, saveAll } from './inspect/save.ts'
import { inspectionLines } from './inspect/view.ts'

/** As many as RCRT's search gives. */
const SEARCHED = 10

type Flags = InspectFlags & GlobalFlags

/** Shows breadcrumbs, each named by its uuid or by a prefix that no other has. */
export async function run(
  context: CommandContext,
  given: readonly string[],
  flags: Flags,
): Promise<ExitCode> {
  const ids = await idsOf(context, given, flags)
  const extractor = extractorOptions(flags)
  const settings = databaseOptions(context, { ...flags, ...(ids.embedded && { embedded: true }) })
  return withDatabase(settings, async (database) => {
    const { owner, maxConnections } = settings
    const table = await prepared(context.output, database, flags, owner !== undefined)
    const where = { database, table, maxConnections }
    const { looked, missing } = await lookAtAll(
      { ...where, flags, reader: new Reader(extractor) },
      ids.prefixes,
    )
    if (!ids.isList && missing[0] !== undefined) throw missing[0]
    const found = looked.map((one) => one.found.id)
    const saved = flags.save ? await save(context, where, found, extractor) : NONE_SAVED
    const shown = looked.map((one) => ({ ...one, saved: saved.get(one.found.id) }))
    show(context.output, flags, ids.isList, shown)
    for (const { message } of missing) context.output.warning(message)
    if (missing.length > 0) return EXIT_CODES.failure
    const isFailed = [...saved.values()].some(({ status }) => status === 'failed')
    return isFailed ? EXIT_CODES.someFailed : EXIT_CODES.done
  })
}

/** Brings about what the flags need: to be saved, our own tables; to be asked, the functions that search. */
async function prepared(
  output: Output,
  database: Database,
  flags: Flags,
  isScoped: boolean,
): Promise<TableShape> {
  const checked = await checkTable(database, isScoped)
  const table = flags.save ? await prepareSchema(database, checked) : checked
  if (flags.query !== undefined) await prepareSearch(database, table, searchNotes(output).onInstalling)
  return table
}

const NONE_SAVED: ReadonlyMap<string, Saved> = new Map()

/** What it takes to save is loaded where it is used: a look starts fast. */
async function save(
  ...[context, where, ids, extractor]: Parameters<typeof saveAll>
): ReturnType<typeof saveAll> {
  if (ids.length === 0) return NONE_SAVED
  const { saveAll } = await import('./inspect/save.ts')
  return saveAll(context, where, ids, extractor)
}

function show(output: Output, flags: Flags, isList: boolean, looked: readonly Looked[]): void {
  const documents = () => looked.map((one) => inspectionDocument(one, flags))
  if (output.json) output.document(isList ? documents() : documents()[0])
  else
    for (const [at, one] of looked.entries()) {
      if (at > 0) output.result('')
      for (const line of inspectionLines(one, flags, output)) output.result(line)
    }
}

interface Where {
  readonly database: Database
  readonly table: TableShape
  readonly flags: Flags
  readonly reader: Reader
}

/** One after the other; what is not there does not keep the others from being shown. */
async function lookAtAll(
  where: Where,
  prefixes: readonly string[],
): Promise<{ readonly looked: readonly Looked[]; readonly missing: readonly ToolError[] }> {
  const looked = new Map<string, Looked>()
  const missing: ToolError[] = []
  for (const prefix of prefixes) {
    try {
      const one = await look(where, prefix)
      looked.set(one.found.id, one)
    } catch (error) {
      if (!(error instanceof ToolError) || error instanceof DatabaseFault) throw error
      missing.push(error)
    }
  }
  return { looked: [...looked.values()], missing }
}

async function look({ database, table, flags, reader }: Where, prefix: string): Promise<Looked> {
  const isRead = flags.text || flags.fresh || flags.save
  const { content, ...looked } = await database.transaction(
    async (transaction) => {
      const id = await resolveId(transaction, prefix, database.place)
      const found = await inspectBreadcrumb(transaction, table, id)
      const content = isRead ? await readContent(transaction, table, id) : undefined
      if (!found || (isRead && !content)) throw notFound(prefix, database.place)
      const asked = flags.query === undefined ? undefined : await ask(transaction, table, id, flags.query)
      return { found, content, asked }
    },
    { readOnly: true },
  )
  return { ...looked, reading: content && (await reader.read(content)), saved: undefined }
}

async function ask(
  transaction: Transaction,
  table: TableShape,
  id: string,
  query: string,
): Promise<AskedQuestion> {
  const keywords = await queryKeywords(transaction, query)
  const placement = await placementOf(transaction, table, id, {
    keywords,
    embedding: null,
    excludedSchemas: await excludedSchemas(transaction),
    maxRows: SEARCHED,
    extract: extractNow,
  })
  return { query, keywords, placement }
}
