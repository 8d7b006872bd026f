import { readDue } from '../../database/claims/read.ts'
import type { Database } from '../../database/connection/connect.ts'
import { type Candidate, findCandidates } from '../../database/due/candidates.ts'
import type { Selection } from '../../database/due/selection.ts'
import type { TableShape } from '../../database/schema/table.ts'
import type { Patience } from '../run/patience.ts'
import { sweepRead } from '../run/sweep-read.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'

export interface DryRunOptions {
  readonly database: Database
  readonly shape: TableShape
  readonly selection: Selection
  readonly pool: ExtractionPool
  readonly patience: Patience
  readonly limit: number
  readonly batchSize: number
  readonly stop: AbortSignal
}

/** Extracts what a run would, batch after batch, and writes nothing: no claims, no outcomes, no schema. */
export async function* dryRun(options: DryRunOptions): AsyncGenerator<readonly Extracted[]> {
  const { shape, selection, pool, limit, batchSize, stop } = options
  let position: Candidate | undefined
  for (let left = limit; left > 0 && !stop.aborted; ) {
    const rows = Math.min(batchSize, left)
    const page = await sweepRead(options, (session) =>
      findCandidates(session, shape, selection, rows, position),
    )
    const ids = page.map(({ id }) => id)
    const contents = await sweepRead(options, (session) => readDue(session, shape, selection, ids, 'read'))
    yield await pool.extract(contents, stop)
    if (page.length < rows) return
    left -= page.length
    position = page.at(-1)
  }
}
