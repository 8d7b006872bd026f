import type { Candidate } from '../../database/due/candidates.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'
import type { Work } from '../work.ts'

/** Extracts what a run would, batch after batch, and writes nothing: no claims, no outcomes, no schema. */
export async function* dryRun(
  work: Work,
  pool: ExtractionPool,
  { limit, batchSize }: { readonly limit: number; readonly batchSize: number },
): AsyncGenerator<readonly Extracted[]> {
  let position: Candidate | undefined
  for (let left = limit; left > 0 && !work.stop.aborted; ) {
    const rows = Math.min(batchSize, left)
    const page = await work.due(rows, position)
    const contents = await work.read(
      page.map(({ id }) => id),
      'read',
    )
    yield await pool.extract(contents, work.stop)
    if (page.length < rows) return
    left -= page.length
    position = page.at(-1)
  }
}
