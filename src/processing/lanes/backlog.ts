import type { Database } from '../../database/connection/connect.ts'
import { laneMatcher } from '../../database/due/lane.ts'
import { pendingBySchema } from '../../database/records/pending-by-schema.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { type LaneWeight, lanesOf } from './priority.ts'

/** What is pending in one lane. */
export interface LaneBacklog {
  readonly lane: string
  readonly pending: number
  /** Since the oldest of them was created; 0 without any. */
  readonly oldestPendingSeconds: number
}

const READ = { readOnly: true, statementTimeout: 10_000 }

/** What is pending in each lane, the rest included. */
export async function laneBacklogs(
  database: Database,
  table: TableShape,
  lanes: readonly LaneWeight[],
): Promise<LaneBacklog[]> {
  const schemas = await database.transaction((transaction) => pendingBySchema(transaction, table), READ)
  return lanesOf(lanes).map((lane) => {
    const isIn = laneMatcher(lane)
    const mine = schemas.filter(({ schema }) => isIn(schema))
    return {
      lane: lane.name,
      pending: mine.reduce((sum, { pending }) => sum + pending, 0),
      oldestPendingSeconds: mine.reduce((most, { oldestSeconds }) => Math.max(most, oldestSeconds), 0),
    }
  })
}
