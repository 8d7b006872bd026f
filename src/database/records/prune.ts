import type { Database } from '../connection/connect.ts'

/** What was removed. */
export interface Pruned {
  readonly outcomes: number
  readonly claims: number
  readonly runs: number
  readonly orders: number
  readonly previous: number
}

/** How long runs are kept, in days. */
const RUN_DAYS = 90
const PREVIOUS_DAYS = 30
/** Outcomes that one step looks at, and claims and runs that it removes at most. */
const STEP_ROWS = 1_000
const TIMEOUT_MS = 5_000

/**
 * Removes, in one small step, what nothing needs any more: outcomes of breadcrumbs that are gone, claims that
 * expired an hour ago (those of living breadcrumbs are taken over long before), runs of 90 days ago, orders that
 * expired, or whose run ended, a day ago, and what runs that ended 30 days ago found and kept.
 *
 * @param from a random uuid: outcomes are looked at from there on, so that many steps come by all of them without
 * keeping a record of how far they have come.
 *
 * Indexes: primary keys of outcomes, breadcrumbs, runs and previous; runs_started_at. Claims and orders are few.
 */
export async function prune(database: Database, from: string): Promise<Pruned> {
  return database.transaction(
    async (transaction) => {
      const outcomes = await transaction.query(PRUNE_OUTCOMES, [from])
      const claims = await transaction.query(PRUNE_CLAIMS)
      const runs = await transaction.query(PRUNE_RUNS)
      const orders = await transaction.query(PRUNE_ORDERS)
      const previous = await transaction.query(PRUNE_PREVIOUS)
      return {
        ...{ outcomes: outcomes.length, claims: claims.length },
        ...{ runs: runs.length, orders: orders.length, previous: previous.length },
      }
    },
    { statementTimeout: TIMEOUT_MS },
  )
}

/** To a role that row-level security binds, breadcrumbs of other tenants only seem to be gone. */
const PRUNE_OUTCOMES = `
WITH step AS MATERIALIZED (
  (SELECT breadcrumb_id FROM rcrt_entities.outcomes
   WHERE breadcrumb_id >= $1::uuid AND NOT row_security_active('breadcrumbs')
   ORDER BY breadcrumb_id LIMIT ${STEP_ROWS})
  UNION ALL
  (SELECT breadcrumb_id FROM rcrt_entities.outcomes
   WHERE breadcrumb_id < $1::uuid AND NOT row_security_active('breadcrumbs')
   ORDER BY breadcrumb_id LIMIT ${STEP_ROWS})
  LIMIT ${STEP_ROWS}
), gone AS (
  SELECT breadcrumb_id FROM step WHERE NOT EXISTS (SELECT FROM breadcrumbs b WHERE b.id = step.breadcrumb_id)
)
DELETE FROM rcrt_entities.outcomes o USING gone WHERE o.breadcrumb_id = gone.breadcrumb_id
RETURNING o.breadcrumb_id`

const PRUNE_CLAIMS = `
DELETE FROM rcrt_entities.claims WHERE breadcrumb_id IN (
  SELECT breadcrumb_id FROM rcrt_entities.claims WHERE expires_at < now() - interval '1 hour'
  LIMIT ${STEP_ROWS} FOR UPDATE SKIP LOCKED)
RETURNING breadcrumb_id`

/** A run that is alive is seen every second, however long ago it began. */
const PRUNE_RUNS = `
DELETE FROM rcrt_entities.runs WHERE id IN (
  SELECT id FROM rcrt_entities.runs
  WHERE started_at < now() - interval '${RUN_DAYS} days' AND seen_at < now() - interval '${RUN_DAYS} days'
  ORDER BY started_at LIMIT ${STEP_ROWS} FOR UPDATE SKIP LOCKED)
RETURNING id`

/** For a day, they tell who stopped a run, and why. */
const PRUNE_ORDERS = `
DELETE FROM rcrt_entities.orders WHERE id IN (
  SELECT o.id FROM rcrt_entities.orders o LEFT JOIN rcrt_entities.runs r ON r.id = o.run_id
  WHERE o.expires_at < now() - interval '1 day'
    OR o.run_id IS NOT NULL AND coalesce(r.finished_at, r.seen_at, '-infinity') < now() - interval '1 day'
  LIMIT ${STEP_ROWS} FOR UPDATE OF o SKIP LOCKED)
RETURNING id`

/** Of runs that are on record for as long again. */
const PRUNE_PREVIOUS = `
DELETE FROM rcrt_entities.previous p USING (
  SELECT kept.run_id, kept.breadcrumb_id
  FROM rcrt_entities.runs r JOIN rcrt_entities.previous kept ON kept.run_id = r.id
  WHERE r.options ->> 'keepPrevious' = 'true' AND r.started_at < now() - interval '${PREVIOUS_DAYS} days'
    AND r.seen_at < now() - interval '${PREVIOUS_DAYS} days'
  LIMIT ${STEP_ROWS} FOR UPDATE OF kept SKIP LOCKED
) old
WHERE p.run_id = old.run_id AND p.breadcrumb_id = old.breadcrumb_id
RETURNING p.breadcrumb_id`
