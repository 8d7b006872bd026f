import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { takeCondition } from '../due/conditions.ts'
import type { Due } from '../due/selection.ts'
import type { TableShape } from '../schema/table.ts'

/** How long a claim lasts without being renewed, in seconds. */
export const LEASE_SECONDS = 30

export interface Claimed {
  readonly id: string
  /** Failed attempts at this content so far. */
  readonly attempts: number
  /** About as much as reading it brings: RCRT's own `size_bytes` leaves out title and description. */
  readonly sizeBytes: number
}

/**
 * Claims those of the given breadcrumbs that are still to be done and that nobody else has claimed. Writes to
 * claims only: RCRT's rows are neither locked nor waited for.
 *
 * What another process saved while this statement ran may be claimed nevertheless; reading it afterwards tells,
 * see `readDue`. Doing it again with the same token, as after a lost connection, is harmless.
 *
 * Indexes: primary keys of breadcrumbs, outcomes and claims.
 * @param token a uuid that only this batch knows; whoever saves or renews has to show it.
 */
export async function claim(
  transaction: Transaction,
  due: Due,
  ids: readonly string[],
  token: string,
): Promise<Claimed[]> {
  const parameters = new Parameters()
  const given = parameters.add(ids)
  const mine = parameters.add(token)
  const isToBeTaken = takeCondition(due, parameters)
  return transaction.query<Claimed>(
    `WITH due AS (
  SELECT b.id, ${sizeOf(due.table)} AS size, CASE WHEN o.status = 'retrying' AND o.version = b.version THEN o.attempts ELSE 0 END AS attempts
  FROM breadcrumbs b
  LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id
  WHERE b.id = ANY (${given}::uuid[])
  AND ${isToBeTaken}
  AND NOT EXISTS (
    SELECT FROM rcrt_entities.claims c WHERE c.breadcrumb_id = b.id AND c.expires_at > now() AND c.token <> ${mine}
  )
), claimed AS (
  -- In one order everywhere: two processes that claim the same wait for each other, never in a circle.
  INSERT INTO rcrt_entities.claims AS c (breadcrumb_id, token, run_id, expires_at)
  SELECT id, ${mine}, ${parameters.add(due.run.id)}, now() + make_interval(secs => ${LEASE_SECONDS})
  FROM due ORDER BY id
  ON CONFLICT (breadcrumb_id) DO UPDATE
    SET token = excluded.token, run_id = excluded.run_id, expires_at = excluded.expires_at
    WHERE c.expires_at <= now() OR c.token = excluded.token
  RETURNING breadcrumb_id
)
SELECT due.id, due.attempts, due.size AS "sizeBytes"
FROM due JOIN claimed ON claimed.breadcrumb_id = due.id`,
    parameters.values,
  )
}

/** Without reading what is stored out of line. */
function sizeOf({ hasDescription }: TableShape): string {
  const description = hasDescription ? ' + coalesce(octet_length(b.description), 0)' : ''
  return `greatest(b.size_bytes, pg_column_size(b.context)) + octet_length(b.title)${description}`
}

/**
 * Puts off the expiry of claims that are still held. One that was taken over meanwhile stays with its new holder, and
 * one that a save is just removing needs no renewal: waiting for it could be waiting in a circle.
 *
 * Index: claims_token.
 */
export async function renewClaims(transaction: Transaction, tokens: readonly string[]): Promise<void> {
  await transaction.query(
    `UPDATE rcrt_entities.claims SET expires_at = now() + make_interval(secs => ${LEASE_SECONDS})
WHERE breadcrumb_id IN (
  SELECT breadcrumb_id FROM rcrt_entities.claims WHERE token = ANY ($1::uuid[]) FOR UPDATE SKIP LOCKED
)`,
    [tokens],
  )
}

/**
 * Gives claims back by letting them expire at once: a claim that is gone would tell no sweep that there is work left.
 *
 * Index: claims_token.
 */
export async function releaseClaims(transaction: Transaction, token: string): Promise<void> {
  await transaction.query('UPDATE rcrt_entities.claims SET expires_at = now() WHERE token = $1', [token])
}
