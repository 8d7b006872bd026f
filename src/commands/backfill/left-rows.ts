import { LONG_MINUTES, snapshotLeftNote } from '../../cli/output/held-snapshots.ts'
import type { Output } from '../../cli/output/output.ts'
import type { Database } from '../../database/connection/connect.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import { heldSnapshots } from '../../database/health/held-snapshots.ts'

/** Tells, after a run that wrote so many breadcrumbs, who keeps vacuum from what it left dead. The run stays done when nobody can be asked. */
export async function tellLeftRows(database: Database, output: Output, written: number): Promise<void> {
  if (written === 0) return
  try {
    const [oldest] = (await heldSnapshots(database, LONG_MINUTES))?.held ?? []
    if (oldest !== undefined) output.note(snapshotLeftNote(oldest, written))
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error
    output.detail(`who holds a snapshot is not known: ${error.message}`)
  }
}
