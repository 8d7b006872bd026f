import { randomUUID } from 'node:crypto'
import type { Transaction } from '../connection/connect.ts'
import type { Due } from '../due/selection.ts'
import { claim } from './claim.ts'
import { type Result, save } from './save.ts'

/** What it cost to save some breadcrumbs. */
export interface SaveCost {
  readonly rows: number
  /** Those of them whose keywords were not so already. */
  readonly written: number
  readonly milliseconds: number
}

/**
 * Saves results twice, as a run does, in a transaction that has to be rolled back, and tells what the second time cost:
 * by then pages are in memory.
 *
 * Indexes: as for `claim` and `save`.
 */
export async function saveOnTrial(
  transaction: Transaction,
  due: Due,
  results: readonly Result[],
): Promise<SaveCost> {
  const batch = { results, token: randomUUID(), isAgain: false }
  await claim(
    transaction,
    due,
    results.map(({ id }) => id),
    batch.token,
  )
  await transaction.query('SAVEPOINT trial')
  await save(transaction, due.run, batch)
  await transaction.query('ROLLBACK TO SAVEPOINT trial')
  const before = await updated(transaction)
  const started = performance.now()
  const verdicts = await save(transaction, due.run, batch)
  const milliseconds = performance.now() - started
  return {
    rows: [...verdicts.values()].filter((verdict) => verdict === 'saved').length,
    written: (await updated(transaction)) - before,
    milliseconds,
  }
}

/** How many breadcrumbs this transaction has updated. */
async function updated(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ updated: number }>(
    `SELECT sum(pg_stat_get_xact_tuples_updated(oid))::float8 AS updated FROM (
  SELECT 'breadcrumbs'::regclass UNION SELECT relid FROM pg_partition_tree('breadcrumbs')
) AS parts (oid)`,
  )
  return row?.updated ?? 0
}
