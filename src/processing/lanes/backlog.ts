import type { Database } from '../../database/connection/connect.ts'
import { laneMatcher } from '../../database/due/lane.ts'
import { backlog, type PendingOfSchema } from '../../database/records/backlog.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { type LaneWeight, lanesOf } from './priority.ts'

interface Pending {
  readonly pending: number
  /** Since the oldest of them was created; 0 without any. */
  readonly oldestPendingSeconds: number
}

/** What there is to be done, by the database's clock. */
interface Backlog extends Pending {
  /** Live ones, of all runs. */
  readonly claims: number
  /** The rest included; none where nobody asked for lanes. */
  readonly lanes: readonly (Pending & { readonly lane: string })[]
}

const READ = { readOnly: true, statementTimeout: 10_000 }

/** What is pending, in all and in each lane: counted once. */
export async function readBacklog(
  database: Database,
  table: TableShape,
  lanes: readonly LaneWeight[] | undefined,
): Promise<Backlog> {
  const { pending, claims } = await database.transaction((transaction) => backlog(transaction, table), READ)
  return {
    ...inAll(pending),
    claims,
    lanes: (lanes ? lanesOf(lanes) : []).map((lane) => {
      const isIn = laneMatcher(lane)
      return { lane: lane.name, ...inAll(pending.filter(({ schema }) => isIn(schema))) }
    }),
  }
}

function inAll(schemas: readonly PendingOfSchema[]): Pending {
  return {
    pending: schemas.reduce((sum, { pending }) => sum + pending, 0),
    oldestPendingSeconds: schemas.reduce((most, { oldestSeconds }) => Math.max(most, oldestSeconds), 0),
  }
}
