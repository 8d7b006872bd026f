import { ToolError } from '../../errors.ts'
import { printable } from '../../printable.ts'
import type { Transaction } from '../connection/connect.ts'
import { findByPrefix, type Match } from './inspect.ts'

const MOST_MATCHES = 10

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

function ambiguous(prefix: string, matches: readonly Match[]): ToolError {
  const isCut = matches.length > MOST_MATCHES
  const shown = matches
    .slice(0, MOST_MATCHES)
    .map(({ id, title }) => `  ${id}  ${printable(title ?? '(withheld)')}`)
  const number = isCut ? `more than ${MOST_MATCHES} breadcrumbs` : `${matches.length} breadcrumbs`
  const lines = [`${prefix} begins the ids of ${number}:`, ...shown, ...(isCut ? ['  …'] : [])]
  return new ToolError('not-found', lines.join('\n'), { hint: 'give more of the id' })
}
