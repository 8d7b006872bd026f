import type { InspectFlags } from '../cli/arguments/inspect.ts'
import { idPrefix } from '../cli/arguments/values.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { type Inspection, inspectBreadcrumb } from '../database/records/inspect.ts'
import { notFound, resolveId } from '../database/records/resolve.ts'
import { checkTable } from '../database/schema/table.ts'
import { excludedSchemas } from '../database/search/excluded-schemas.ts'
import { queryKeywords } from '../database/search/search.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { extractNow } from '../processing/search/extract-now.ts'
import { placementOf } from '../processing/search/place.ts'
import { prepareSearch } from '../processing/search/prepare.ts'
import { type Asked, inspectionDocument } from './inspect/document.ts'
import { inspectionLines } from './inspect/view.ts'

/** As many as RCRT's search gives. */
const SEARCHED = 10

interface Looked {
  readonly found: Inspection
  /** Undefined where nothing was asked. */
  readonly asked: Asked | undefined
}

/** Shows one breadcrumb, named by its uuid or by a prefix that no other has. */
export async function run(
  context: CommandContext,
  given: string | undefined,
  flags: InspectFlags & GlobalFlags,
): Promise<ExitCode> {
  const { output } = context
  const { prefix, embedded } = idAndDirectory(given, flags)
  const settings = databaseOptions(context, { ...flags, ...(embedded && { embedded }) })
  const onInstalling = () => output.note('Installing the functions that search; this takes some seconds.')
  const { found, asked } = await withDatabase(settings, (database) =>
    look(database, prefix, { query: flags.query, owner: settings.owner !== undefined, onInstalling }),
  )
  if (output.json) output.document(inspectionDocument(found, asked))
  else for (const line of inspectionLines(found, output, asked)) output.result(line)
  return EXIT_CODES.done
}

/** In `inspect --embedded 0f8fad5b`, the id lands in the directory's place. */
function idAndDirectory(given: string | undefined, flags: GlobalFlags): { prefix: string; embedded?: true } {
  const parse = idPrefix('the id')
  if (given !== undefined) return { prefix: parse(given) }
  if (typeof flags.embedded === 'string') return { prefix: parse(flags.embedded), embedded: true }
  throw new ToolError('usage', 'the id of a breadcrumb is missing', {
    hint: 'rcrt-entities inspect 0f8fad5b',
  })
}

async function look(
  database: Database,
  prefix: string,
  { query, owner, onInstalling }: { query: string | undefined; owner: boolean; onInstalling: () => void },
): Promise<Looked> {
  const table = await checkTable(database, owner)
  if (query !== undefined) await prepareSearch(database, table, onInstalling)
  return database.transaction(
    async (transaction) => {
      const id = await resolveId(transaction, prefix, database.place)
      const found = await inspectBreadcrumb(transaction, table, id)
      if (!found) throw notFound(prefix, database.place)
      if (query === undefined) return { found, asked: undefined }
      const keywords = await queryKeywords(transaction, query)
      const placement = await placementOf(transaction, table, id, {
        keywords,
        embedding: null,
        excludedSchemas: await excludedSchemas(transaction),
        maxRows: SEARCHED,
        extract: extractNow,
      })
      return { found, asked: { query, keywords, placement } }
    },
    { readOnly: true },
  )
}
