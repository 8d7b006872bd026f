import { digest } from '../claims/keep-previous.ts'
import { leftOut } from '../claims/save.ts'
import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'

/**
 * What undoing a run does, or why not, at one breadcrumb:
 * - `restored`: what was there before is there again, keywords and outcome.
 * - `written-since`: its content, its keywords or its outcome are not what the run left.
 * - `in-hand`: a run is at work on it, or another program is writing it this moment.
 * - `secret`: it turned secret.
 * - `gone`: it is not there any more, or not of this tenant.
 */
export type Verdict = 'restored' | 'written-since' | 'in-hand' | 'secret' | 'gone'

export interface Undone {
  readonly id: string
  readonly verdict: Verdict
}

export interface UndoPage {
  readonly run: string
  /** The id that the last page ended with; the lowest of all to begin with. */
  readonly after: string
  readonly limit: number
}

/** A run that kept what was there before. */
export interface KeepingRun {
  readonly id: string
  readonly isAtWork: boolean
  /** Breadcrumbs of which it is still there. */
  readonly kept: number
}

/**
 * The runs that kept what was there before and whose ids begin with these hexadecimal digits.
 *
 * No index serves this: runs are few. Then the primary key of previous.
 */
export async function keepingRuns(transaction: Transaction, prefix: string): Promise<KeepingRun[]> {
  return transaction.query<KeepingRun>(
    `SELECT id, finished_at IS NULL AND seen_at > now() - interval '1 minute' AS "isAtWork",
  (SELECT count(*)::float8 FROM rcrt_entities.previous p WHERE p.run_id = r.id) AS kept
FROM rcrt_entities.runs r
WHERE options ->> 'keepPrevious' = 'true' AND starts_with(replace(id::text, '-', ''), $1)`,
    [prefix.replaceAll('-', '')],
  )
}

/**
 * Tells what undoing a page of a run would do.
 *
 * Indexes: primary keys of previous, in its order, of breadcrumbs, outcomes and claims.
 */
export async function judgeUndo(transaction: Transaction, page: UndoPage): Promise<Undone[]> {
  return transaction.query<Undone>(
    `WITH ${JUDGED}
SELECT id, verdict FROM judged ORDER BY id`,
    [page.run, page.after, page.limit],
  )
}

/**
 * Brings back what was there before a run, a page of it in the transaction that it is given, and forgets what was kept
 * of those. The rows are locked first, as by a save; those that another program has locked are passed by.
 *
 * Indexes: as above.
 * @throws {DatabaseFault} of class `data` when a row's update is refused or left out, as by a trigger
 */
export async function undo(transaction: Transaction, page: UndoPage): Promise<Undone[]> {
  const values = [page.run, page.after, page.limit]
  const locked = await transaction.query<{ id: string }>(LOCK, values)
  const rows = await transaction.query<Undone & { readonly leftOut: boolean }>(RESTORE, [
    ...values,
    locked.map(({ id }) => id),
  ])
  if (rows.some((row) => row.leftOut)) throw leftOut()
  return rows.map(({ id, verdict }) => ({ id, verdict }))
}

const PAGE = `page AS MATERIALIZED (
  SELECT * FROM rcrt_entities.previous WHERE run_id = $1 AND breadcrumb_id > $2 ORDER BY breadcrumb_id LIMIT $3
)`

const JUDGED = `${PAGE}, judged AS MATERIALIZED (
  SELECT page.breadcrumb_id AS id, page.entities, page.keywords, page.outcome,
    b.entities IS DISTINCT FROM page.entities OR b.entity_keywords IS DISTINCT FROM page.keywords AS differs,
    CASE
      WHEN b.id IS NULL THEN 'gone'
      WHEN b.sensitivity = 'secret' THEN 'secret'
      WHEN c.breadcrumb_id IS NOT NULL THEN 'in-hand'
      WHEN o.run_id = $1 AND o.version = b.version
        AND ${digest('b.entities', 'b.entity_keywords')} = page.left_as THEN 'restored'
      ELSE 'written-since'
    END AS verdict
  FROM page
  LEFT JOIN breadcrumbs b ON b.id = page.breadcrumb_id AND ${IN_SCOPE}
  LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = page.breadcrumb_id
  LEFT JOIN rcrt_entities.claims c ON c.breadcrumb_id = page.breadcrumb_id AND c.expires_at > now()
)`

const LOCK = `WITH ${PAGE}
SELECT b.id FROM breadcrumbs b JOIN page ON page.breadcrumb_id = b.id FOR NO KEY UPDATE OF b SKIP LOCKED`

const RESTORE = `
WITH ${JUDGED}, restored AS MATERIALIZED (
  SELECT * FROM judged WHERE verdict = 'restored' AND id = ANY ($4::uuid[])
), written AS (
  UPDATE breadcrumbs b SET entities = restored.entities, entity_keywords = restored.keywords
  FROM restored WHERE b.id = restored.id AND restored.differs
  RETURNING b.id
), unrecorded AS (
  DELETE FROM rcrt_entities.outcomes o USING restored WHERE o.breadcrumb_id = restored.id AND restored.outcome IS NULL
), recorded AS (
  UPDATE rcrt_entities.outcomes o SET version = w.version, extractor = w.extractor, status = w.status, reason = w.reason,
    truncated = w.truncated, attempts = w.attempts, error = w.error, retry_at = w.retry_at, run_id = w.run_id,
    recorded_at = w.recorded_at, weights = w.weights
  FROM restored, jsonb_populate_record(NULL::rcrt_entities.outcomes, restored.outcome) AS w
  WHERE o.breadcrumb_id = restored.id AND restored.outcome IS NOT NULL
), forgotten AS (
  DELETE FROM rcrt_entities.previous p USING restored WHERE p.run_id = $1 AND p.breadcrumb_id = restored.id
)
SELECT judged.id, coalesce(restored.differs AND written.id IS NULL, false) AS "leftOut",
  CASE WHEN judged.verdict = 'restored' AND restored.id IS NULL THEN 'in-hand' ELSE judged.verdict END AS verdict
FROM judged LEFT JOIN restored ON restored.id = judged.id LEFT JOIN written ON written.id = judged.id
ORDER BY judged.id`
