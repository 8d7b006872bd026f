import { randomUUID } from 'node:crypto'
import type { Transaction } from '../connection/connect.ts'
import type { Due } from '../due/selection.ts'
import { claim } from './claim.ts'
import { readDue } from './read.ts'
import { type Result, save } from './save.ts'

/** What a batch cost but for extraction. */
export interface BatchCost {
  readonly rows: number
  /** Those of them whose keywords were not so already. */
  readonly written: number
  readonly milliseconds: number
  /** What of that time this process was at work, rather than the database. */
  readonly ownMilliseconds: number
}

/**
 * Claims, reads and saves a batch twice, as a run does, in a transaction that has to be rolled back, and tells what the
 * second time cost: by then pages are in memory.
 *
 * Indexes: as for `claim`, `readDue` and `save`.
 * @param cpuSeconds what this process has used of the machine's cores so far
 */
export async function batchOnTrial(
  transaction: Transaction,
  due: Due,
  results: readonly Result[],
  cpuSeconds: () => number,
): Promise<BatchCost> {
  const token = randomUUID()
  const batch = async () => {
    const claimed = await claim(
      transaction,
      due,
      results.map(({ id }) => id),
      token,
    )
    await readDue(
      transaction,
      due,
      claimed.map(({ id }) => id),
      'pass by',
    )
    return save(transaction, due.run, { results, token, isAgain: false })
  }
  await transaction.query('SAVEPOINT trial')
  await batch()
  await transaction.query('ROLLBACK TO SAVEPOINT trial')
  const before = await updated(transaction)
  const [started, used] = [performance.now(), cpuSeconds()]
  const verdicts = await batch()
  const [milliseconds, ownSeconds] = [performance.now() - started, cpuSeconds() - used]
  return {
    rows: [...verdicts.values()].filter((verdict) => verdict === 'saved').length,
    written: (await updated(transaction)) - before,
    milliseconds,
    ownMilliseconds: Math.min(milliseconds, 1000 * ownSeconds),
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
