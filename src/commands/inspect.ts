import { idPrefix } from '../cli/arguments/values.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { counted } from '../cli/output/format.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { findByPrefix, type Inspection, inspectBreadcrumb, type Match } from '../database/records/inspect.ts'
import { checkTable } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { printable } from '../printable.ts'
import { inspectionDocument } from './inspect/document.ts'
import { inspectionLines } from './inspect/view.ts'

const MOST_MATCHES = 10

/** Shows one breadcrumb, named by its uuid or by a prefix that no other has. */
export async function run(
  context: CommandContext,
  given: string | undefined,
  flags: GlobalFlags,
): Promise<ExitCode> {
  const { prefix, embedded } = idAndDirectory(given, flags)
  const settings = databaseOptions(context, { ...flags, ...(embedded && { embedded }) })
  const found = await withDatabase(settings, (database) =>
    look(database, prefix, settings.owner !== undefined),
  )
  if (context.output.json) context.output.document(inspectionDocument(found))
  else for (const line of inspectionLines(found, context.output)) context.output.result(line)
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

async function look(database: Database, prefix: string, ownerScoped: boolean): Promise<Inspection> {
  const shape = await checkTable(database, ownerScoped)
  return database.transaction(
    async (session) => {
      const matches = await findByPrefix(session, prefix, MOST_MATCHES + 1)
      const found = await inspectBreadcrumb(session, shape, onlyOne(matches, prefix, database.place))
      if (!found) throw notFound(prefix, database.place)
      return found
    },
    { readOnly: true },
  )
}

function onlyOne(matches: readonly Match[], prefix: string, place: string): string {
  const [first, second] = matches
  if (!first) throw notFound(prefix, place)
  if (!second) return first.id
  const shown = matches
    .slice(0, MOST_MATCHES)
    .map(({ id, title }) => `  ${id}  ${printable(title ?? '(withheld)')}`)
  const more = matches.length > MOST_MATCHES ? ['  …'] : []
  const number =
    matches.length > MOST_MATCHES
      ? `more than ${MOST_MATCHES} breadcrumbs`
      : counted(matches.length, 'breadcrumb')
  throw new ToolError('not-found', [`${prefix} begins the ids of ${number}:`, ...shown, ...more].join('\n'), {
    hint: 'give more of the id',
  })
}

function notFound(prefix: string, place: string): ToolError {
  return new ToolError('not-found', `no breadcrumb's id begins with ${prefix} at ${place}`, {
    hint: 'it may be deleted, or belong to a tenant that this role or --owner does not see',
  })
}
