import { text } from 'node:stream/consumers'
import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import { idPrefix } from '../../cli/arguments/values.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { Database } from '../../database/connection/connect.ts'
import { resolveId } from '../../database/records/resolve.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { ToolError } from '../../errors.ts'
import { failedOfKind } from '../../processing/failures/failed-of-kind.ts'

const STDIN = '-'
const WHOLE_ID = 36

/**
 * The ids of the breadcrumbs that `--id` and `--kind` name, each once; undefined without either.
 * @throws ToolError for what is no id, and for the beginning of one that no breadcrumb or several have
 */
export async function namedIds(
  { stdin }: CommandContext,
  { database, table }: { readonly database: Database; readonly table: TableShape },
  { id, kind }: BackfillFlags,
): Promise<readonly string[] | undefined> {
  if (id === undefined && kind === undefined) return undefined
  const words = (id ?? []).includes(STDIN) ? (await text(stdin)).split(/\s+/).filter(Boolean) : []
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
