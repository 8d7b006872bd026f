import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { outcomesTable } from '../schema/own-tables.ts'
import { COMPARABLE, dueCondition } from './conditions.ts'
import type { Due } from './selection.ts'

/** Of what is due: all of it, or what another extraction can be compared with. */
export type Sampled = 'due' | 'comparable'

/**
 * The ids of so many breadcrumbs that are due: the lowest, since RCRT's ids are random. So the same ones are looked at
 * again.
 *
 * Index: primary key of breadcrumbs, in its order, beside that of outcomes; where few are due, one pass over both.
 */
export async function sampleDue(
  transaction: Transaction,
  due: Due,
  size: number,
  sampled: Sampled,
): Promise<string[]> {
  const parameters = new Parameters()
  const rows = await transaction.query<{ id: string }>(
    `SELECT b.id
FROM breadcrumbs b
LEFT JOIN ${outcomesTable(due.table)} o ON o.breadcrumb_id = b.id
WHERE ${dueCondition(due, parameters)}${sampled === 'comparable' ? `\n  AND ${COMPARABLE}` : ''}
ORDER BY b.id LIMIT ${parameters.add(size)}`,
    parameters.values,
  )
  return rows.map(({ id }) => id)
}
