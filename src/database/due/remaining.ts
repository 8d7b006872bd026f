import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { dueCondition, eventuallyDue } from './conditions.ts'
import type { Due } from './selection.ts'

/** Work that matches a selection but can't be taken this moment. */
export interface Remaining {
  /** Claimed by somebody else, who is at work or has died. */
  readonly claimed: number
  /** Failed once or twice, and due again later. */
  readonly retrying: number
  /** Until the first of them that waits for a retry is due, in seconds; it may be Infinity. Null when there is none. */
  readonly retryInSeconds: number | null
}

/**
 * Counts what others hold and what waits for its next attempt.
 *
 * Starts from the few rows in claims and in the partial index outcomes_unfinished, never from breadcrumbs.
 */
export async function remainingWork(transaction: Transaction, due: Due): Promise<Remaining> {
  const parameters = new Parameters()
  const isDue = dueCondition(due, parameters)
  const isEventuallyDue = eventuallyDue(due, parameters)
  const [row] = await transaction.query<Remaining>(
    `SELECT
  (SELECT count(*)::int FROM rcrt_entities.claims c
   JOIN breadcrumbs b ON b.id = c.breadcrumb_id
   LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id
   WHERE c.run_id <> ${parameters.add(due.run.id)} AND ${isDue}) AS claimed,
  count(*)::int AS retrying,
  (extract(epoch FROM min(o.retry_at)) - extract(epoch FROM now()))::float8 AS "retryInSeconds"
FROM rcrt_entities.outcomes o JOIN breadcrumbs b ON b.id = o.breadcrumb_id
WHERE o.status = 'retrying' AND ${isEventuallyDue}`,
    parameters.values,
  )
  return row ?? { claimed: 0, retrying: 0, retryInSeconds: null }
}
