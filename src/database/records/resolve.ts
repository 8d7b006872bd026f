import { ToolError } from '../../errors.ts'
import { shownText } from '../../extraction/reading/shown.ts'
import { printable } from '../../printable.ts'
import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'

const MOST_MATCHES = 10

/** A breadcrumb among several that a prefix matches. */
interface Match {
  readonly id: string
  /** Without credentials. Null for secret ones. */
  readonly title: string | null
}

/**
 * The id of the one breadcrumb whose id begins like that.
 * @param place for messages, as `Database.place`
 * @throws ToolError (not-found) when there is none, or when there are several, which it lists
 */
export async function resolveId(transaction: Transaction, prefix: string, place: string): Promise<string> {
  const matches = await findByPrefix(transaction, prefix, MOST_MATCHES + 1)
  const [first, second] = matches
  if (!first) throw notFound(prefix, place)
  if (second) throw ambiguous(prefix, matches)
  return first.id
}

export function notFound(prefix: string, place: string): ToolError {
  return new ToolError('not-found', `no breadcrumb's id begins with ${prefix} at ${place}`, {
    hint: 'it may be deleted, or belong to a tenant that this role or --owner does not see',
  })
}

/** The lowest and highest uuid that begin with these hexadecimal digits (hyphens are ignored). */
function uuidRange(prefix: string): readonly [string, string] {
  const digits = prefix.replaceAll('-', '')
  return [digits.padEnd(32, '0'), digits.padEnd(32, 'f')]
}

/**
 * At most `limit` breadcrumbs whose id begins with the prefix.
 *
 * Index: primary key of breadcrumbs, as a range.
 */
async function findByPrefix(transaction: Transaction, prefix: string, limit: number): Promise<Match[]> {
  const rows = await transaction.query<Match>(
    `SELECT id, CASE WHEN sensitivity <> 'secret' THEN title END AS title
FROM breadcrumbs b WHERE id BETWEEN $1::uuid AND $2::uuid AND ${IN_SCOPE} ORDER BY id LIMIT $3`,
    [...uuidRange(prefix), limit],
  )
  return rows.map(({ id, title }) => ({ id, title: title && shownText(title) }))
}

function ambiguous(prefix: string, matches: readonly Match[]): ToolError {
  const isCut = matches.length > MOST_MATCHES
  const shown = matches
    .slice(0, MOST_MATCHES)
    .map(({ id, title }) => `  ${id}  ${printable(title ?? '(withheld)')}`)
  const number = isCut ? `more than ${MOST_MATCHES} breadcrumbs` : `${matches.length} breadcrumbs`
  const lines = [`${prefix} begins the ids of ${number}:`, ...shown, ...(isCut ? ['  …'] : [])]
  return new ToolError('not-found', lines.join('\n'), { hint: 'give more of the id' })
}
