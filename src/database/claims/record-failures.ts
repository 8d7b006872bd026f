import type { Transaction } from '../connection/connect.ts'
import type { CurrentRun } from '../due/selection.ts'
import { keepPrevious } from './keep-previous.ts'

/** One failed attempt at a claimed breadcrumb. */
export interface Failure {
  readonly id: string
  readonly version: number
  /** Attempts at this content, this one included. */
  readonly attempts: number
  /** What went wrong, without any text of the breadcrumb. */
  readonly error: string
  /** Until the next attempt, in seconds; null when there is none left. */
  readonly retrySeconds: number | null
}

/**
 * Records failed attempts and gives their claims back, to be done in a transaction of its own, so that no aborted
 * batch undoes the count. Those whose claim was taken over are left to its new holder.
 * @returns the ids that were recorded.
 *
 * Indexes: primary keys of claims and outcomes.
 */
export async function recordFailures(
  transaction: Transaction,
  run: CurrentRun,
  failures: readonly Failure[],
  token: string,
): Promise<ReadonlySet<string>> {
  const values = [JSON.stringify(failures), token, run.id, run.extractor]
  const rows = await transaction.query<{ id: string }>(run.keepsPrevious ? RECORD_AND_KEEP : RECORD, values)
  return new Set(rows.map(({ id }) => id))
}

function recordStatement(keep: string): string {
  return `
WITH failures AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1::json) AS f
    (id uuid, version int, attempts int, error text, "retrySeconds" double precision)
), held AS (
  DELETE FROM rcrt_entities.claims c USING failures f
  WHERE c.breadcrumb_id = f.id AND c.token = $2
  RETURNING c.breadcrumb_id
), recorded AS (
INSERT INTO rcrt_entities.outcomes AS o
  (breadcrumb_id, version, extractor, status, attempts, error, retry_at, run_id)
SELECT f.id, f.version, $4, CASE WHEN f."retrySeconds" IS NULL THEN 'failed' ELSE 'retrying' END,
  f.attempts, f.error, now() + make_interval(secs => f."retrySeconds"), $3
FROM failures f JOIN held ON held.breadcrumb_id = f.id
ON CONFLICT (breadcrumb_id) DO UPDATE SET
  version = excluded.version, extractor = excluded.extractor, status = excluded.status, reason = NULL,
  truncated = false, attempts = excluded.attempts, error = excluded.error, retry_at = excluded.retry_at,
  run_id = excluded.run_id, recorded_at = now()
)${keep}
-- Those held, and those that an unacknowledged commit recorded before.
SELECT f.id FROM failures f
WHERE EXISTS (SELECT FROM held WHERE held.breadcrumb_id = f.id)
  OR EXISTS (SELECT FROM rcrt_entities.outcomes o WHERE o.breadcrumb_id = f.id AND o.run_id = $3
    AND o.version = f.version AND o.attempts = f.attempts AND o.status IN ('retrying', 'failed'))`
}

/** Keywords stay as they are, and what was recorded before has to come back with them. */
const KEEP = keepPrevious(
  '$3',
  `(
    SELECT b.id, b.entities AS previous_entities, b.entity_keywords AS previous_keywords
    FROM breadcrumbs b JOIN held ON held.breadcrumb_id = b.id
    WHERE b.sensitivity <> 'secret'
  ) AS current LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = current.id`,
  { entities: 'previous_entities', keywords: 'previous_keywords' },
)
const RECORD = recordStatement('')
const RECORD_AND_KEEP = recordStatement(KEEP)
