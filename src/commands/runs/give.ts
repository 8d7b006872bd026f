import type { OrderWords } from '../../cli/arguments/runs.ts'
import type { Database, Transaction } from '../../database/connection/connect.ts'
import { runsAtWork } from '../../database/records/newest-runs.ts'
import { giveOrder, type NewOrder } from '../../database/records/orders.ts'
import { ToolError } from '../../errors.ts'

/** An order that was given, and the runs at work that it reaches. */
export interface Given extends Omit<NewOrder, 'lastsSeconds'> {
  readonly to: string
  readonly runs: readonly string[]
  readonly lastsSeconds: number | null
}

interface Details {
  readonly givenBy: string
  readonly reason?: string
  /** Milliseconds. */
  readonly for?: number
}

/**
 * Gives an order to a run at work, or to all. One to stop reaches those at work, not those that begin later.
 * @throws ToolError (not-found) where no run at work is called like that, or several are
 */
export function giveOrders(database: Database, words: OrderWords, details: Details): Promise<Given> {
  const { action, to, rate } = words
  const order = {
    ...{ action, rate, givenBy: details.givenBy, reason: details.reason ?? null },
    lastsSeconds: details.for === undefined ? null : details.for / 1000,
  }
  return database.transaction(async (transaction) => {
    const runs = await addressed(transaction, to, database.place)
    const lasting = to === 'all' && action !== 'stop'
    for (const each of lasting ? ['all'] : runs) await giveOrder(transaction, each, order)
    return { ...order, to: to === 'all' ? to : (runs[0] ?? to), runs }
  })
}

async function addressed(transaction: Transaction, to: string, place: string): Promise<readonly string[]> {
  const atWork = await runsAtWork(transaction)
  if (to === 'all') return atWork
  const prefix = to.replaceAll('-', '')
  const named = atWork.filter((id) => id.replaceAll('-', '').startsWith(prefix))
  if (named.length === 1) return named
  throw new ToolError(
    'not-found',
    named.length === 0
      ? `no run at work at ${place} is called ${to}`
      : `${to} begins the ids of ${named.length} runs at work: ${named.join(', ')}`,
    { hint: '`rcrt-entities runs` lists them' },
  )
}
