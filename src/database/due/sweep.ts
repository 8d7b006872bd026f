import type { Session } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { liveClaims, outcomesTable } from '../schema/own-tables.ts'
import type { TableShape } from '../schema/table.ts'
import { condition, Parameters, type Selection } from './selection.ts'
import { STATE, type State, statesFrom } from './state.ts'

/**
 * The database's clock, and the start of the oldest transaction that is open in this database, this one included.
 * A role without pg_read_all_stats sees its own sessions only; prepared transactions are not seen by anyone.
 */
export async function transactionTimes(
  session: Session,
): Promise<{ readonly startedAt: Date; readonly oldestOpenAt: Date }> {
  const [row] = await session.query<{ startedAt: Date; oldestOpenAt: Date }>(
    `SELECT now() AS "startedAt", least(min(xact_start), now()) AS "oldestOpenAt" FROM pg_stat_activity
WHERE datname = current_database() AND backend_type IS DISTINCT FROM 'autovacuum worker'`,
  )
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

/**
 * Ids of breadcrumbs that match the filters, that we processed at an older version than they now have, and that
 * were updated since then, or whenever, where somebody's claim on them has expired; and those whose next attempt
 * is due. In the order of their ids, after `afterId`.
 *
 * Indexes: on updated_at for the first part; the partial outcomes_unfinished for the second; the few rows of
 * claims for the third. Without `since`, one pass over breadcrumbs and outcomes. A page costs the same whatever its
 * size: ask for large ones. (In the order of an index, a page of few would cost ten times that pass.)
 */
export async function findStale(
  session: Session,
  shape: TableShape,
  selection: Selection,
  page: { readonly since?: Date; readonly afterId?: string; readonly limit: number },
): Promise<string[]> {
  const parameters = new Parameters()
  const stale = condition({ ...selection, work: ['stale'] }, parameters)
  const since = page.since
    ? `b.updated_at >= ${parameters.add(page.since)} AND o.version < b.version`
    : 'true'
  const after = page.afterId ? `b.id > ${parameters.add(page.afterId)}::uuid` : 'true'
  const select = (extra: string) => `SELECT b.id FROM breadcrumbs b
  JOIN ${outcomesTable(shape)} o ON o.breadcrumb_id = b.id
  WHERE ${stale} AND ${extra} AND ${after}
  AND NOT EXISTS (SELECT FROM ${liveClaims(shape)} c WHERE c.breadcrumb_id = b.id)`
  const rows = await session.query<{ id: string }>(
    `${select(since)}
UNION
${select("o.status = 'retrying'")}
UNION
${select('b.id IN (SELECT breadcrumb_id FROM rcrt_entities.claims WHERE expires_at <= now())')}
ORDER BY id LIMIT ${parameters.add(page.limit)}`,
    parameters.values,
  )
  return rows.map(({ id }) => id)
}

/** The state of each of these breadcrumbs that exists. Index: primary keys. */
export async function statesOf(
  session: Session,
  shape: TableShape,
  ids: readonly string[],
): Promise<ReadonlyMap<string, State>> {
  const rows = await session.query<{ id: string; state: State }>(
    `SELECT b.id, ${STATE} AS state FROM ${statesFrom(shape)} WHERE b.id = ANY ($1::uuid[]) AND ${IN_SCOPE}`,
    [ids],
  )
  return new Map(rows.map(({ id, state }) => [id, state]))
}

/** Whether one of these breadcrumbs, of this owner, was inserted or updated in that time. Index: primary key. */
export async function anyUpdatedBetween(
  session: Session,
  ids: readonly string[],
  { ownerId, from, to }: { readonly ownerId: string; readonly from: Date; readonly to: Date },
): Promise<boolean> {
  const rows = await session.query(
    `SELECT FROM breadcrumbs
WHERE id = ANY ($1::uuid[]) AND owner_id = $2 AND updated_at > $3 AND updated_at <= $4 LIMIT 1`,
    [ids, ownerId, from, to],
  )
  return rows.length > 0
}
