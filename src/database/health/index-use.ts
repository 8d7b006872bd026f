import type { Transaction } from '../connection/connect.ts'
import { PENDING } from '../due/conditions.ts'
import type { OwnIndex } from '../schema/own-indexes.ts'

/** Whether the planner would look for pending breadcrumbs in this index. Runs nothing. */
export async function isUsed(transaction: Transaction, { name }: OwnIndex): Promise<boolean> {
  const plan = await transaction.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT id FROM breadcrumbs WHERE ${PENDING} ORDER BY created_at DESC, id DESC LIMIT 200`,
  )
  return plan.some((line) => line['QUERY PLAN'].includes(` ${name} `))
}
