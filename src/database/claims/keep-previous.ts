import type { Transaction } from '../connection/connect.ts'

/** Tells whether keywords are still what a run left; the same in every session. */
export function digest(entities: string, keywords: string): string {
  return `md5(concat_ws(E'\\x1f', ${entities}::text, ${keywords}::text))`
}

/**
 * A part of a statement that writes outcomes: keeps what was there before, of rows that are named in `from` and bear
 * `id`, `previous_entities` and `previous_keywords`. What the run itself had written before stays out.
 * @param from what the rows come from, with conditions
 * @param left expressions of what the statement leaves there
 *
 * Indexes: primary keys of previous and outcomes.
 */
export function keepPrevious(
  run: string,
  from: string,
  left: { readonly entities: string; readonly keywords: string },
): string {
  return `, kept AS (
  INSERT INTO rcrt_entities.previous AS p (run_id, breadcrumb_id, entities, keywords, outcome, left_as)
  SELECT ${run}::uuid, id, previous_entities, previous_keywords, to_jsonb(o), ${digest(left.entities, left.keywords)}
  FROM ${from}
  ON CONFLICT (run_id, breadcrumb_id) DO UPDATE SET left_as = excluded.left_as
)`
}

/**
 * Forgets what was there before in breadcrumbs that have turned secret.
 *
 * Indexes: primary key of previous, run by run; runs are few that kept anything.
 */
export async function forgetPrevious(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.query(
    `DELETE FROM rcrt_entities.previous WHERE breadcrumb_id = ANY ($1::uuid[])
  AND run_id IN (SELECT id FROM rcrt_entities.runs WHERE options ->> 'keepPrevious' = 'true')`,
    [ids],
  )
}
