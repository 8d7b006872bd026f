import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import { idPrefix } from '../../cli/arguments/values.ts'
import type { CommandContext } from '../../cli/context.ts'
import { readStdin } from '../../cli/settings/text-file.ts'
import type { Database } from '../../database/connection/connect.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import { resolveId } from '../../database/records/resolve.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { ToolError } from '../../errors.ts'
import { failedOfKind } from '../../processing/failures/failed-of-kind.ts'
import { askedSchemas } from '../../processing/run/asked-schemas.ts'

const STDIN = '-'
const WHOLE_ID = 36

/** What the flags name. */
export interface Named {
  /** Those that `--schema` matches; empty where it is not given. */
  readonly schemas: readonly string[]
  /** Those that `--id` and `--kind` name; undefined without either. */
  readonly ids: readonly string[] | undefined
  /** Why none of it can be done: something that is named is not there. */
  readonly refusal: ToolError | undefined
}

interface Where {
  readonly database: Database
  readonly table: TableShape
}

export async function named(context: CommandContext, where: Where, flags: BackfillFlags): Promise<Named> {
  const { matched: schemas, unmatched } = await askedSchemas(where.database, flags.schema ?? [])
  if (unmatched !== undefined) return { schemas, ids: undefined, refusal: unmatched }
  try {
    return { schemas, ids: await namedIds(context, where, flags), refusal: undefined }
  } catch (error) {
    if (!(error instanceof ToolError) || error instanceof DatabaseFault) throw error
    return { schemas, ids: undefined, refusal: error }
  }
}

/**
 * The ids of the breadcrumbs that `--id` and `--kind` name, each once; undefined without either.
 * @throws ToolError for what is no id, and for the beginning of one that no breadcrumb or several have
 */
async function namedIds(
  context: CommandContext,
  { database, table }: Where,
  { id, kind }: BackfillFlags,
): Promise<readonly string[] | undefined> {
  if (id === undefined && kind === undefined) return undefined
  const words = (id ?? []).includes(STDIN) ? (await readStdin(context)).split(/\s+/).filter(Boolean) : []
  const given = [...(id ?? []).filter((word) => word !== STDIN), ...words.map(idPrefix('--id -'))]
  if (id !== undefined && given.length === 0)
    throw new ToolError('usage', 'stdin has no ids', { hint: 'one or more, with spaces or lines between' })
  const named = new Set(await resolved(database, given))
  if (kind === undefined) return [...named]
  const ofKind = await failedOfKind(database, table, kind)
  return id === undefined ? ofKind : ofKind.filter((one) => named.has(one))
}

async function resolved(database: Database, given: readonly string[]): Promise<string[]> {
  const ids = given.filter((one) => one.length === WHOLE_ID)
  for (const prefix of given.filter((one) => one.length < WHOLE_ID))
    ids.push(
      await database.transaction((transaction) => resolveId(transaction, prefix, database.place), {
        readOnly: true,
      }),
    )
  return ids
}
