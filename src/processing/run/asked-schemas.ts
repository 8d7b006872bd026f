import type { Database } from '../../database/connection/connect.ts'
import { schemaNames } from '../../database/due/schema-names.ts'
import { ToolError } from '../../errors.ts'
import { globMatcher } from '../../extraction/rules/glob.ts'
import { printable } from '../../printable.ts'
import { mostAlike } from '../../search/nearest.ts'

const MOST_NEAREST = 3

/** Which schemas the globs of a flag match. */
export interface AskedSchemas {
  readonly matched: readonly string[]
  /** About the first glob that matches none of them; undefined where each matches one. */
  readonly unmatched: ToolError | undefined
}

export async function askedSchemas(
  database: Database,
  globs: readonly string[],
  flag: '--schema' | '--priority' = '--schema',
): Promise<AskedSchemas> {
  if (globs.length === 0) return { matched: [], unmatched: undefined }
  const names = await database.transaction(schemaNames, { readOnly: true })
  const matches = globs.map((glob) => ({ glob, matched: names.filter(globMatcher(glob)) }))
  const without = matches.find(({ matched }) => matched.length === 0)
  return {
    matched: [...new Set(matches.flatMap(({ matched }) => matched))].sort(),
    unmatched: without && noSuchSchema(flag, without.glob, { names, place: database.place }),
  }
}

/** Words of a warning about the first glob that matches nothing: what it means may come, or it is misspelt. */
export async function unmatchedSoFar(
  database: Database,
  globs: readonly string[] = [],
  flag: '--schema' | '--priority' = '--schema',
): Promise<string | undefined> {
  const { unmatched } = await askedSchemas(database, globs, flag)
  return unmatched && `${unmatched.message} so far; ${unmatched.hint}`
}

function noSuchSchema(
  flag: string,
  glob: string,
  { names, place }: { readonly names: readonly string[]; readonly place: string },
): ToolError {
  const nearest = mostAlike(glob, names, MOST_NEAREST).map(printable)
  return new ToolError('usage', `${flag} ${glob} matches no schema at ${place}`, {
    hint: nearest.length > 0 ? `there are ${nearest.join(', ')}` : '`rcrt-entities stats` lists all schemas',
  })
}
