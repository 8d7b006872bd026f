import type { Transaction } from '../connection/connect.ts'
import type { TableShape } from '../schema/table.ts'
import { type Order, standingOrders } from './orders.ts'
import type { RunEnding } from './runs.ts'

/** The run that began last, and how many are at work. */
export interface LatestRun {
  readonly id: string
  readonly command: string
  readonly host: string
  readonly pid: number
  readonly options: object
  readonly startedAt: Date
  readonly seenAt: Date
  readonly finishedAt: Date | null
  readonly ending: RunEnding | null
  readonly orders: readonly Order[]
  /** The lanes of the newest run that was given some, as it recorded them; null where none was. */
  readonly priority: readonly string[] | null
  /** Seen within a minute, without an ending; it may be among them. */
  readonly atWork: number
}

/**
 * Undefined where there was none yet.
 *
 * Index: runs_started_at. The newest 1,000 are looked at for those at work.
 */
export async function latestRun(transaction: Transaction, table: TableShape): Promise<LatestRun | undefined> {
  if (!table.hasOutcomes) return undefined
  const [run] = await transaction.query<LatestRun>(
    `WITH newest AS MATERIALIZED (SELECT * FROM rcrt_entities.runs ORDER BY started_at DESC LIMIT 1000)
SELECT r.id, r.command, r.host, r.pid, r.options, r.started_at AS "startedAt", r.seen_at AS "seenAt",
  r.finished_at AS "finishedAt", r.ending,
  CASE WHEN r.ending IS NULL THEN ${standingOrders('r.id', table)} ELSE '[]' END AS orders,
  (SELECT n.options -> 'priority' FROM newest n WHERE n.options ? 'priority' ORDER BY n.started_at DESC LIMIT 1) AS priority,
  (SELECT count(*)::int FROM newest WHERE finished_at IS NULL AND seen_at > now() - interval '1 minute') AS "atWork"
FROM newest r ORDER BY r.started_at DESC LIMIT 1`,
  )
  return run
}

/** The database's clock. */
export async function databaseTime(transaction: Transaction): Promise<Date> {
  const [row] = await transaction.query<{ now: Date }>('SELECT now()')
  if (!row) throw new Error('a SELECT without a table gave no row')
  return row.now
}
