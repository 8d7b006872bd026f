import type { Database } from '../../database/connection/connect.ts'
import { prepareForWork } from '../../database/connection/open.ts'
import { installAudit } from '../../database/scratch/audit.ts'
import { whileMarked } from '../../database/scratch/mark.ts'
import { insertScratchRows } from '../../database/scratch/rows.ts'
import { createScratch, dropScratch, newScratchSchema } from '../../database/scratch/schema.ts'
import { ScratchDatabase } from '../../database/scratch/scratch-database.ts'
import { Patience, UNOBSERVED } from '../run/patience.ts'
import { drillRows } from './rows.ts'

/** A process that is stopped has 10 s to end. */
const DROP_LIMIT_MS = 7_000

/** Makes a scratch schema with so many rows, works on it, and drops it, whatever happens. */
export function withScratch<T>(
  database: Database,
  rows: number,
  work: (scratch: Database, schema: string) => Promise<T>,
): Promise<T> {
  const schema = newScratchSchema()
  return whileMarked(database, schema, async () => {
    try {
      await createScratch(database, schema)
      const scratch = new ScratchDatabase(database, schema)
      await prepareForWork(scratch, false)
      await installAudit(scratch)
      await insertScratchRows(scratch, drillRows(rows))
      return await work(scratch, schema)
    } finally {
      const stop = new AbortController().signal
      const patience = new Patience({ outageLimit: DROP_LIMIT_MS, observer: UNOBSERVED, stop })
      await patience.retry(() => dropScratch(database, schema))
    }
  })
}
