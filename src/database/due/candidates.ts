import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { liveClaims, outcomesTable } from '../schema/own-tables.ts'
import { dueCondition } from './conditions.ts'
import { isLateColumn } from './lane.ts'
import { MERGE, pendingOf, pendingSchemasIn } from './pending-in-lane.ts'
import type { Due, Selection } from './selection.ts'

/** A breadcrumb that a run may take; also a place in the order newest first. */
export interface Candidate {
  readonly id: string
  /** PostgreSQL's own text, which keeps its microseconds. */
  readonly time: string
  /** Of one that is looked for in its lane: whether it has waited longer than may be there. */
  readonly isLate?: boolean
}

/**
 * Breadcrumbs that a run may take and that nobody holds, newest first, after `position`. A claim decides later
 * whether each is still to be done.
 *
 * Indexes: breadcrumbs_rcrt_entities_pending (created_at DESC, id DESC) for `pending`; RCRT's own on updated_at
 * for work that most breadcrumbs need. Where few do, one pass over breadcrumbs and outcomes. Of a lane,
 * breadcrumbs_rcrt_entities_lanes, its schemas merged, so that a page costs what it holds; without that, or of too many
 * schemas, RCRT's own on schema_name or a walk through all, as the planner sees fit.
 */
export async function findCandidates(
  transaction: Transaction,
  due: Due,
  limit: number,
  position?: Candidate,
): Promise<Candidate[]> {
  const parameters = new Parameters()
  const { lane, ...filters } = due.selection.filters
  const schemas = lane && isPendingOnly(due.selection) ? pendingSchemasIn(lane) : undefined
  if (schemas?.length === 0) return []
  if (schemas) await transaction.query(MERGE)
  const from = schemas ? pendingOf(schemas, parameters) : 'breadcrumbs'
  // What is merged is pending, and of the lane.
  const narrowed = { ...due, selection: { ...due.selection, filters, includeUnembedded: true } }
  const conditions = dueCondition(schemas ? narrowed : due, parameters)
  const time = timeColumn(due.selection)
  const isLate = lane ? `, ${isLateColumn(lane, time, parameters)}` : ''
  const after = position
    ? `\n  AND (${time}, b.id) < (${parameters.add(position.time)}::timestamptz, ${parameters.add(position.id)}::uuid)`
    : ''
  return transaction.query<Candidate>(
    `SELECT b.id, ${time}::text AS time${isLate}
FROM ${from} b
LEFT JOIN ${outcomesTable(due.table)} o ON o.breadcrumb_id = b.id
WHERE ${conditions}${after}
  AND NOT EXISTS (SELECT FROM ${liveClaims(due.table)} c WHERE c.breadcrumb_id = b.id)
ORDER BY ${time} DESC, b.id DESC
LIMIT ${parameters.add(limit)}`,
    parameters.values,
  )
}

/** Whichever an index gives in order: RCRT has none on created_at, and ours holds the pending ones only. */
function timeColumn(selection: Selection): string {
  return isPendingOnly(selection) ? 'b.created_at' : 'b.updated_at'
}

function isPendingOnly({ kinds, includeUnembedded }: Selection): boolean {
  return kinds.every((kind) => kind === 'pending') && !includeUnembedded
}

/** How many breadcrumbs a run may take, counted no further than `limit`; Infinity counts all. Indexes: as for `findCandidates`. */
export async function countCandidates(transaction: Transaction, due: Due, limit: number): Promise<number> {
  const parameters = new Parameters()
  const conditions = dueCondition(due, parameters)
  const [row] = await transaction.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM (
SELECT FROM breadcrumbs b
LEFT JOIN ${outcomesTable(due.table)} o ON o.breadcrumb_id = b.id
WHERE ${conditions}
LIMIT ${parameters.add(Number.isFinite(limit) ? limit : null)}) AS candidates`,
    parameters.values,
  )
  return row?.count ?? 0
}
