import type { Transaction } from '../connection/connect.ts'
import type { TableShape } from '../schema/table.ts'
import { type Order, standingOrders } from './orders.ts'
import type { RunCounts, RunEnding } from './runs.ts'

/** A run as it recorded itself last, within the last second where it is alive. */
export interface RecordedRun extends RunCounts {
  readonly id: string
  readonly command: string
  readonly host: string
  readonly pid: number
  readonly options: { readonly selection?: unknown }
  readonly extractor: string
  readonly startedAt: Date
  readonly seenAt: Date
  readonly finishedAt: Date | null
  readonly ending: RunEnding | null
  /** With what others have done of the same; null, as `total`, where it does not know how much there is. */
  readonly done: number | null
  readonly total: number | null
  /** Breadcrumbs a second of its own, smoothed over some seconds. */
  readonly perSecond: number | null
  /** Those that stand, among them what was said to all. */
  readonly orders: readonly Order[]
  /** The database's clock. */
  readonly now: Date
}

/**
 * All runs without an ending, and of the others the newest, at most `limit`; without an ending first, then the newest.
 * Those cut off more than an hour ago count as the others.
 *
 * Indexes: runs_unfinished, runs_started_at. Orders are few.
 */
export async function newestRuns(
  transaction: Transaction,
  table: TableShape,
  limit: number,
): Promise<RecordedRun[]> {
  return transaction.query<RecordedRun>(
    `SELECT r.id, r.command, r.host, r.pid, r.options, r.extractor, r.started_at AS "startedAt", r.seen_at AS "seenAt",
  r.finished_at AS "finishedAt", r.ending, r.processed::float8 AS processed, r.skipped::float8 AS skipped,
  r.failed::float8 AS failed, r.withheld::float8 AS withheld, r.done::float8 AS done, r.total::float8 AS total,
  r.per_second AS "perSecond", ${standingOrders('r.id', table)} AS orders, now()
FROM (
  (SELECT * FROM rcrt_entities.runs WHERE finished_at IS NULL AND seen_at > now() - interval '1 hour')
  UNION
  (SELECT * FROM rcrt_entities.runs ORDER BY started_at DESC LIMIT $1)
) r
ORDER BY r.finished_at IS NOT NULL, r.started_at DESC`,
    [limit],
  )
}

/**
 * The ids of the runs that are at work: seen within a minute, without an ending.
 *
 * Index: runs_unfinished.
 */
export async function runsAtWork(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `SELECT id FROM rcrt_entities.runs WHERE finished_at IS NULL AND seen_at > now() - interval '1 minute'
ORDER BY started_at DESC`,
  )
  return rows.map(({ id }) => id)
}
