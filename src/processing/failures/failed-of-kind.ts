import type { Database } from '../../database/connection/connect.ts'
import { failedAfter, LOWEST_ID } from '../../database/records/failed-after.ts'
import { failureTexts } from '../../database/records/failure-texts.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { ToolError } from '../../errors.ts'
import { kindOf } from '../path/kind-of-failure.ts'
import { kindsNamed, kindsOfFailures } from './kinds.ts'

const PAGE = 10_000
const READ_ONLY = { readOnly: true }

/**
 * The ids of all breadcrumbs that failed in that way.
 * @param code of the kind, or its first digits, as `failures` prints it
 * @throws ToolError (not-found) where no kind, or more than one, begins like that
 */
export async function failedOfKind(database: Database, table: TableShape, code: string): Promise<string[]> {
  const texts = await database.transaction((transaction) => failureTexts(transaction, table), READ_ONLY)
  const [kind, other] = kindsNamed(code, kindsOfFailures(texts))
  if (kind === undefined) throw noSuchKind(`no kind of failure at ${database.place} is called ${code}`)
  if (other !== undefined) throw noSuchKind(`${code} begins the names of several kinds of failure`)
  const ids: string[] = []
  for (let after = LOWEST_ID; ; ) {
    const page = await database.transaction((transaction) => failedAfter(transaction, after, PAGE), READ_ONLY)
    for (const { id, error } of page) if (kindOf(error) === kind.what) ids.push(id)
    const last = page.at(-1)
    if (last === undefined) return ids
    after = last.id
  }
}

function noSuchKind(message: string): ToolError {
  return new ToolError('not-found', message, { hint: '`rcrt-entities failures` lists them' })
}
