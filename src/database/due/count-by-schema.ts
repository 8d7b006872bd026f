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

/**
 * The ids of so many breadcrumbs that are due: the lowest, since RCRT's ids are random.
 *
 * Index: primary key of breadcrumbs, in its order; where few are due, as above.
 */
export async function sampleDue(transaction: Transaction, due: Due, size: number): Promise<string[]> {
  const parameters = new Parameters()
  const rows = await transaction.query<{ id: string }>(
    `SELECT b.id
FROM breadcrumbs b
LEFT JOIN ${outcomesTable(due.table)} o ON o.breadcrumb_id = b.id
WHERE ${dueCondition(due, parameters)}
ORDER BY b.id LIMIT ${parameters.add(size)}`,
    parameters.values,
  )
  return rows.map(({ id }) => id)
}
