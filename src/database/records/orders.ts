import type { Transaction } from '../connection/connect.ts'
import type { TableShape } from '../schema/table.ts'

/** What a run can be told: `resume` takes a pause back. */
type OrderAction = 'pause' | 'resume' | 'stop' | 'rate'

/** An order that stands. */
export interface Order {
  readonly action: Exclude<OrderAction, 'resume'>
  /** Breadcrumbs a second, for `rate` only; null there takes back what was ordered for all. */
  readonly rate: number | null
  /** Such as `ana@etl-7`. */
  readonly givenBy: string
  /** Times as PostgreSQL's JSON has them. */
  readonly givenAt: string
  readonly reason: string | null
  /** Null for until it is taken back. */
  readonly until: string | null
}

export interface NewOrder {
  readonly action: OrderAction
  readonly rate: number | null
  readonly givenBy: string
  readonly reason: string | null
  /** Seconds; null for until it is taken back. */
  readonly lastsSeconds: number | null
}

/** To whom: one run, or all, those that begin later among them. */
export type Addressee = string | 'all'

/** A pause and its end are one matter: the newest of them stands. */
const MATTER = "replace(o.action, 'resume', 'pause')"

/**
 * The orders that stand for a run, as a JSON array of `Order`. What was said last counts, to it or to all.
 *
 * No index: orders are few, since those of runs that ended are pruned.
 * @param run an expression of the run's id
 */
export function standingOrders(run: string, { hasOrders }: Pick<TableShape, 'hasOrders'>): string {
  if (!hasOrders) return "'[]'::json"
  return `coalesce((
  SELECT json_agg(json_build_object('action', s.action, 'rate', s.rate, 'givenBy', s.given_by, 'givenAt', s.given_at,
    'reason', s.reason, 'until', s.expires_at) ORDER BY s.action)
  FROM (
    SELECT DISTINCT ON (${MATTER}) o.* FROM rcrt_entities.orders o
    WHERE (o.run_id = ${run} OR o.run_id IS NULL) AND (o.expires_at IS NULL OR o.expires_at > now())
    ORDER BY ${MATTER}, o.id DESC
  ) s
  WHERE s.action <> 'resume' AND (s.action <> 'rate' OR s.rate IS NOT NULL)
), '[]'::json)`
}

/**
 * Gives an order in place of what was said of the same matter to the same run. What is taken back for all is taken
 * back for each run, too.
 *
 * No index: orders are few.
 */
export async function giveOrder(transaction: Transaction, to: Addressee, order: NewOrder): Promise<void> {
  const { action, rate, givenBy, reason, lastsSeconds } = order
  const run = to === 'all' ? null : to
  const takesBack = action === 'resume' || (action === 'rate' && rate === null)
  await transaction.query(
    `DELETE FROM rcrt_entities.orders o
WHERE ${MATTER} = replace($1, 'resume', 'pause') AND (o.run_id IS NOT DISTINCT FROM $2::uuid OR $3)`,
    [action, run, takesBack && run === null],
  )
  if (takesBack && run === null) return
  await transaction.query(
    `INSERT INTO rcrt_entities.orders (run_id, action, rate, given_by, reason, expires_at)
VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))`,
    [run, action, rate, givenBy, reason, lastsSeconds],
  )
}
