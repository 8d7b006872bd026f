import type { Transaction } from '../connection/connect.ts'
import type { TableShape } from '../schema/table.ts'
import { type Order, standingOrders } from './orders.ts'
import type { RunCounts, RunEnding, RunStart } from './runs.ts'

/** A run as `stats --runs` tells of it. */
export interface CountedRun extends RunStart, RunCounts {
  /** Those that stand for it, while it is at work. */
  readonly orders: readonly Order[]
  readonly startedAt: Date
  readonly seenAt: Date
  readonly finishedAt: Date | null
  readonly ending: RunEnding | null
}

/**
 * The newest runs, newest first. A run that was killed, or that lost the database, could not record its last counts:
 * where the outcomes of a run without an ending tell of more, that counts.
 *
 * Index: runs_started_at. Outcomes are read, once, only where one of the runs has no ending. `withheld` is missing in
 * schemas that are older than migration 4.
 */
export async function countedRuns(
  transaction: Transaction,
  table: TableShape,
  limit: number,
): Promise<CountedRun[]> {
  return transaction.query<CountedRun>(
    `WITH newest AS MATERIALIZED (
  SELECT * FROM rcrt_entities.runs ORDER BY started_at DESC LIMIT $1
), saved AS (
  SELECT o.run_id, max(o.recorded_at) AS recorded_at,
    count(*) FILTER (WHERE o.status = 'processed') AS processed,
    count(*) FILTER (WHERE o.status = 'skipped') AS skipped,
    count(*) FILTER (WHERE o.status = 'failed') AS failed
  FROM rcrt_entities.outcomes o
  WHERE o.run_id IN (SELECT id FROM newest WHERE ending IS NULL)
  GROUP BY o.run_id
)
SELECT r.id, r.command, r.host, r.pid, r.options, r.extractor, r.started_at AS "startedAt",
  greatest(r.seen_at, s.recorded_at) AS "seenAt", r.finished_at AS "finishedAt", r.ending,
  greatest(r.processed, s.processed)::float8 AS processed, greatest(r.skipped, s.skipped)::float8 AS skipped,
  greatest(r.failed, s.failed)::float8 AS failed,
  coalesce(to_jsonb(r) ->> 'withheld', '0')::float8 AS withheld,
  CASE WHEN r.ending IS NULL THEN ${standingOrders('r.id', table)} ELSE '[]' END AS orders
FROM newest r LEFT JOIN saved s ON s.run_id = r.id
ORDER BY r.started_at DESC`,
    [limit],
  )
}
