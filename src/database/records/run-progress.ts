import type { Database } from '../connection/connect.ts'
import type { Order } from './orders.ts'
import { standingOrders } from './orders.ts'
import { type RunCounts, type RunEnding, SEEN_SECONDS } from './runs.ts'

/** How far a run is, with what others do of the same work, and how fast it is itself. */
export interface RunProgress {
  /** Null where it does not know how much there is. */
  readonly reach: { readonly done: number; readonly total: number } | null
  /** Breadcrumbs a second; null before that can be told. */
  readonly perSecond: number | null
}

/** How much another run has finished. */
export interface OtherRun {
  readonly id: string
  readonly finished: number
  /** It began after this one. */
  readonly isNewer: boolean
}

/** What a run has to know of the world outside. */
export interface RunNews {
  readonly orders: readonly Order[]
  /** The runs that share its work: those on the same selection that were alive since it began, among the newest 1,000. */
  readonly others: readonly OtherRun[]
}

/**
 * Records how far a run is, and reads what it is told, in one statement: it comes every second. The time of the last
 * such record tells a run that is alive from one that was killed.
 *
 * Indexes: primary key of runs; runs_started_at. Orders are few.
 * @param ending null while it goes on
 */
export async function recordProgress(
  database: Database,
  id: string,
  { processed, skipped, failed, withheld }: RunCounts,
  { reach, perSecond }: RunProgress,
  ending: RunEnding | null,
): Promise<RunNews> {
  const values = [processed, skipped, failed, ending, withheld, reach?.done, reach?.total, perSecond]
  const [news] = await database.transaction((transaction) =>
    transaction.query<RunNews>(RECORD, [id, ...values.map((value) => value ?? null)]),
  )
  return news ?? { orders: [], others: [] }
}

const RECORD = `
WITH mine AS (
  UPDATE rcrt_entities.runs SET processed = $2, skipped = $3, failed = $4, ending = $5, withheld = $6, done = $7, total = $8,
    per_second = $9, seen_at = now(), finished_at = CASE WHEN $5::text IS NOT NULL THEN now() END
  WHERE id = $1
  RETURNING started_at, options -> 'selection' AS selection
)
SELECT ${standingOrders('$1', { hasOrders: true })} AS orders, coalesce((
  SELECT json_agg(json_build_object('id', other.id, 'finished', other.processed + other.skipped + other.failed,
    'isNewer', other.started_at > mine.started_at))
  FROM (SELECT * FROM rcrt_entities.runs ORDER BY started_at DESC LIMIT 1000) other
  WHERE other.id <> $1 AND other.options -> 'selection' = mine.selection
    AND other.seen_at > mine.started_at - make_interval(secs => ${SEEN_SECONDS})
), '[]'::json) AS others
FROM mine`
