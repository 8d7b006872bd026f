import type { Parameters } from '../connection/parameters.ts'
import { SCHEMA_KEY } from '../schema/own-indexes.ts'
import { PENDING_IN_LANE } from './conditions.ts'
import { type Lane, laneMatcher } from './lane.ts'

/** For more, planning takes longer than reading on. */
const MOST_MERGED = 200

/**
 * Has the planner merge what indexes give in order, for this transaction: to read all and sort that seems cheaper to it
 * wherever it underestimates how much is pending of a schema, which it can't know.
 */
export const MERGE = 'SET LOCAL enable_sort = off'

/**
 * The schemas of a lane that something is pending of; undefined where that is not known, and where they are too many to
 * merge.
 */
export function pendingSchemasIn(lane: Lane): readonly (string | null)[] | undefined {
  const schemas = lane.known?.pending?.filter(laneMatcher(lane))
  return schemas && schemas.length <= MOST_MERGED ? schemas : undefined
}

/** What is pending of these schemas, of one at least, as a table expression; of each newest first. */
export function pendingOf(schemas: readonly (string | null)[], parameters: Parameters): string {
  const each = schemas.map((schema) => {
    const isNamed = schema ? '' : ` AND schema_name IS ${schema === null ? 'NULL' : 'NOT NULL'}`
    return `(SELECT * FROM breadcrumbs WHERE ${PENDING_IN_LANE}
  AND ${SCHEMA_KEY} = ${parameters.add(schema ?? '')}${isNamed} ORDER BY created_at DESC, id DESC)`
  })
  return `(${each.join('\nUNION ALL\n')})`
}
