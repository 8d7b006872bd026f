import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { outcomesTable } from '../schema/own-tables.ts'
import { dueCondition } from './conditions.ts'
import type { Due } from './selection.ts'

/** How many breadcrumbs of one schema are due. */
export interface DueCount {
  /** Null for those without. */
  readonly schema: string | null
  readonly count: number
}

/**
 * What is due by schema, the most first.
 *
 * Indexes: breadcrumbs_rcrt_entities_pending for `pending`; otherwise one pass over breadcrumbs and outcomes.
 */
export async function countDueBySchema(transaction: Transaction, due: Due): Promise<DueCount[]> {
  const parameters = new Parameters()
  return transaction.query<DueCount>(
    `SELECT b.schema_name AS schema, count(*)::float8 AS count
FROM breadcrumbs b
LEFT JOIN ${outcomesTable(due.table)} o ON o.breadcrumb_id = b.id
WHERE ${dueCondition(due, parameters)}
GROUP BY 1 ORDER BY 2 DESC, 1`,
    parameters.values,
  )
}
