import type { Session } from './connect.ts'
import { liveClaims, outcomesTable } from './own-tables.ts'
import { condition, Parameters, type Selection } from './selection.ts'
import type { TableShape } from './table.ts'

/** A place in the order newest first; `createdAt` is PostgreSQL's own text, which keeps its microseconds. */
export interface Position {
  readonly createdAt: string
  readonly id: string
}

export interface Candidate extends Position {
  /** RCRT's own figure for the content, in bytes. */
  readonly sizeBytes: number
}

/**
 * Breadcrumbs that a run may take and that nobody holds, newest first, after `position`. A claim decides later
 * whether each is still to be done.
 *
 * Index, for `pending`: breadcrumbs_rcrt_entities_pending (created_at DESC, id DESC), read in order; without it,
 * and for the other kinds of work, one pass over the table.
 */
export async function findCandidates(
  session: Session,
  shape: TableShape,
  selection: Selection,
  limit: number,
  position?: Position,
): Promise<Candidate[]> {
  const parameters = new Parameters()
  const conditions = condition(selection, parameters)
  const after = position
    ? `\n  AND (b.created_at, b.id) < (${parameters.add(position.createdAt)}::timestamptz, ${parameters.add(position.id)}::uuid)`
    : ''
  return session.query<Candidate>(
    `SELECT b.id, b.created_at::text AS "createdAt", b.size_bytes AS "sizeBytes"
FROM breadcrumbs b
LEFT JOIN ${outcomesTable(shape)} o ON o.breadcrumb_id = b.id
WHERE ${conditions}${after}
  AND NOT EXISTS (SELECT FROM ${liveClaims(shape)} c WHERE c.breadcrumb_id = b.id)
ORDER BY b.created_at DESC, b.id DESC
LIMIT ${parameters.add(limit)}`,
    parameters.values,
  )
}

/** How many breadcrumbs a run may take, counted no further than `limit`. Index: as for `findCandidates`. */
export async function countCandidates(
  session: Session,
  shape: TableShape,
  selection: Selection,
  limit: number,
): Promise<number> {
  const parameters = new Parameters()
  const conditions = condition(selection, parameters)
  const [row] = await session.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM (
SELECT FROM breadcrumbs b
LEFT JOIN ${outcomesTable(shape)} o ON o.breadcrumb_id = b.id
WHERE ${conditions}
LIMIT ${parameters.add(limit)}) AS candidates`,
    parameters.values,
  )
  return row?.count ?? 0
}
