import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { STATE, type State, statesFrom } from '../due/state.ts'
import type { TableShape } from '../schema/table.ts'

/** How many breadcrumbs of one schema are in one state (and, for skipped, for one reason). */
export interface StateCount {
  readonly schemaName: string | null
  readonly state: State
  /** Null where another program wrote the empty keywords. */
  readonly reason: string | null
  readonly count: number
}

/**
 * Counts breadcrumbs by schema, state and reason.
 *
 * No index serves this: one parallel pass over breadcrumbs, hashed against outcomes.
 */
export async function countStates(transaction: Transaction, shape: TableShape): Promise<StateCount[]> {
  return transaction.query<StateCount>(`
SELECT b.schema_name AS "schemaName", ${STATE} AS state,
  CASE WHEN b.entity_keywords = '{}' THEN o.reason END AS reason, count(*)::float8 AS count
FROM ${statesFrom(shape)}
WHERE ${IN_SCOPE}
GROUP BY 1, 2, 3`)
}
