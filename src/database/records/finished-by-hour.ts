import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE, SEES_ALL } from '../connection/scope.ts'
import type { TableShape } from '../schema/table.ts'

const HOURS = 24
/** A clock that was set back leaves records of times to come. */
const HOURS_AGO = "greatest(0, floor(date_part('epoch', now() - o.recorded_at) / 3600))::float8"

/**
 * How many breadcrumbs were finished in each of the last 24 hours, the oldest first, by the database's clock. What was
 * done again counts once, and what was deleted since counts until its record is removed.
 *
 * No index serves this: one parallel pass over outcomes, and over breadcrumbs where this role does not see all of them.
 */
export async function finishedByHour(transaction: Transaction, table: TableShape): Promise<number[]> {
  const hours = Array.from({ length: HOURS }, () => 0)
  if (!table.hasOutcomes) return hours
  const [role] = await transaction.query<{ seesAll: boolean }>(`SELECT ${SEES_ALL} AS "seesAll"`)
  const visible = role?.seesAll
    ? ''
    : `AND EXISTS (SELECT FROM breadcrumbs b WHERE b.id = o.breadcrumb_id AND ${IN_SCOPE})`
  const counts = await transaction.query<{ hoursAgo: number; count: number }>(`
SELECT ${HOURS_AGO} AS "hoursAgo", count(*)::float8 AS count
FROM rcrt_entities.outcomes o
WHERE o.recorded_at > now() - interval '24 hours' AND o.status <> 'retrying' ${visible}
GROUP BY 1`)
  for (const { hoursAgo, count } of counts) hours[HOURS - 1 - hoursAgo] = count
  return hours
}
