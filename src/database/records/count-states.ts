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
  /** The fingerprint that made them what they are; null where there is no record, and where it was not asked for. */
  readonly extractor: string | null
  /** In which of the last 24 hours they were finished, 0 for the one up to now; null for all others. */
  readonly hoursAgo: number | null
  readonly count: number
  /** Of the first of them. */
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** A clock that was set back leaves records of times to come. */
const HOURS_AGO = `CASE WHEN o.recorded_at > now() - interval '24 hours' AND o.status <> 'retrying'
    THEN greatest(0, floor(date_part('epoch', now() - o.recorded_at) / 3600))::float8 END`

/**
 * Counts breadcrumbs by schema, state and reason, by the hour in which they were finished and, where asked, by
 * extractor.
 *
 * No index serves this: one parallel pass over breadcrumbs, hashed against outcomes.
 */
export async function countStates(
  transaction: Transaction,
  shape: TableShape,
  by: { readonly extractor: boolean },
): Promise<StateCount[]> {
  return transaction.query<StateCount>(`
SELECT b.schema_name AS "schemaName", ${STATE} AS state,
  CASE WHEN b.entity_keywords = '{}' THEN o.reason END AS reason,
  ${by.extractor ? 'o.extractor' : 'NULL'} AS extractor, ${HOURS_AGO} AS "hoursAgo",
  count(*)::float8 AS count, min(b.created_at) AS "createdAt", min(b.updated_at) AS "updatedAt"
FROM ${statesFrom(shape)}
WHERE ${IN_SCOPE}
GROUP BY 1, 2, 3, 4, 5`)
}
