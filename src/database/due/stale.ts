import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { liveClaims, outcomesTable } from '../schema/own-tables.ts'
import { dueCondition } from './conditions.ts'
import { isLateColumn } from './lane.ts'
import type { Due, DueKind } from './selection.ts'

/** A page of ids, in their order. */
export interface StalePage {
  /** Updates before this moment are left out; all updates count without it. */
  readonly since?: Date
  readonly afterId?: string
  readonly limit: number
}

/** A breadcrumb that has keywords and needs others. */
export interface Stale {
  readonly id: string
  /** Of one that is looked for in its lane: whether it was updated longer ago than may be there. */
  readonly isLate?: boolean
}

/**
 * Breadcrumbs that have keywords and need others: those that we processed at an older version than they now
 * have; those whose next attempt is due; those on which somebody's claim has expired; and, where the selection takes
 * them, those of other programs, also those that a watch had in hand when it ended.
 *
 * Indexes: on updated_at for what was updated since; the partial outcomes_unfinished for attempts; the few rows of
 * claims, with the primary key of runs, for what was in hand. Without `since`, one pass over breadcrumbs and outcomes.
 * A page costs the same whatever its size: ask for large ones. (In the order of an index, a page of few would cost ten
 * times that pass.)
 */
export async function findStale(transaction: Transaction, due: Due, page: StalePage): Promise<Stale[]> {
  const parameters = new Parameters()
  const { since } = page
  const { lane } = due.selection.filters
  const isLate = lane ? `, ${isLateColumn(lane, 'b.updated_at', parameters)}` : ''
  const after = page.afterId ? `b.id > ${parameters.add(page.afterId)}::uuid` : 'true'
  const updatedSince = (moment: Date | undefined) =>
    moment ? `b.updated_at >= ${parameters.add(moment)}` : 'true'
  const part = (kind: DueKind, extra: string) => `SELECT b.id${isLate} FROM breadcrumbs b
  LEFT JOIN ${outcomesTable(due.table)} o ON o.breadcrumb_id = b.id
  WHERE ${dueCondition(only(due, kind), parameters)} AND ${extra} AND ${after}
  AND NOT EXISTS (SELECT FROM ${liveClaims(due.table)} c WHERE c.breadcrumb_id = b.id)`
  const parts = [
    part('stale', since ? `${updatedSince(since)} AND o.version < b.version` : 'true'),
    part('stale', "o.status = 'retrying'"),
    part('stale', 'b.id IN (SELECT breadcrumb_id FROM rcrt_entities.claims WHERE expires_at <= now())'),
    ...foreignKinds(due).flatMap((kind) => [
      // Of an older update nobody knows whether the other program has seen it.
      part(kind, updatedSince(kind === 'foreign' ? since : (since ?? due.run.since))),
      part(kind, DROPPED_BY_A_WATCH),
    ]),
  ]
  return transaction.query<Stale>(
    `${parts.join('\nUNION\n')}
ORDER BY id LIMIT ${parameters.add(page.limit)}`,
    parameters.values,
  )
}

/** What a backfill leaves of other programs' stays as it is: it was to be kept for `undo`. */
const DROPPED_BY_A_WATCH = `b.id IN (SELECT c.breadcrumb_id FROM rcrt_entities.claims c
    JOIN rcrt_entities.runs r ON r.id = c.run_id WHERE c.expires_at <= now() AND r.command = 'watch')`

function only(due: Due, kind: DueKind): Due {
  return { ...due, selection: { ...due.selection, kinds: [kind] } }
}

function foreignKinds({ selection }: Due): DueKind[] {
  return selection.kinds.filter((kind) => kind === 'foreign' || kind === 'updated foreign')
}
