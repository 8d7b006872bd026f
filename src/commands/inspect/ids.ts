import { idPrefix } from '../../cli/arguments/values.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { GlobalFlags } from '../../cli/settings/database.ts'
import { readStdin } from '../../cli/settings/text-file.ts'
import { ToolError } from '../../errors.ts'

const STDIN = '-'

/** Which breadcrumbs, and how they are shown. */
export interface GivenIds {
  /** Uuids or their first digits. */
  readonly prefixes: readonly string[]
  /** One that was named by itself is shown by itself; others are a list, however many stdin held. */
  readonly isList: boolean
  readonly embedded?: true
}

/** In `inspect --embedded 0f8fad5b`, the id lands in the directory's place. */
export async function idsOf(
  context: CommandContext,
  given: readonly string[],
  { embedded }: GlobalFlags,
): Promise<GivenIds> {
  if (given.length > 0) return await parsed(context, given)
  if (typeof embedded === 'string') return { ...(await parsed(context, [embedded])), embedded: true }
  throw new ToolError('usage', 'the id of a breadcrumb is missing', {
    hint: 'rcrt-entities inspect 0f8fad5b',
  })
}

async function parsed(context: CommandContext, words: readonly string[]): Promise<GivenIds> {
  const isStdin = words.includes(STDIN)
  const read = isStdin ? (await readStdin(context)).split(/\s+/).filter(Boolean) : []
  const prefixes = [
    ...words.filter((word) => word !== STDIN).map(idPrefix('the id')),
    ...read.map(idPrefix('an id on stdin')),
  ]
  if (prefixes.length === 0)
    throw new ToolError('usage', 'stdin has no ids', { hint: 'one or more, with spaces or lines between' })
  return { prefixes: [...new Set(prefixes)], isList: isStdin || words.length > 1 }
}
