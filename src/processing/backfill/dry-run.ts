import type { Candidate } from '../../database/due/candidates.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'
import type { Work } from '../work.ts'

/** Extracts what a run would, batch after batch, newest first, and writes nothing: no claims, no outcomes, no schema. */
export async function* dryRun(
  work: Work,
  pool: ExtractionPool,
  { limit, batchSize }: { readonly limit: number; readonly batchSize: number },
): AsyncGenerator<readonly Extracted[]> {
  let position: Candidate | undefined
  for (let left = limit; left > 0 && !work.stop.aborted; ) {
    const rows = Math.min(batchSize, left)
    const page = await work.due(rows, position)
    const ids = page.map(({ id }) => id)
    const extracted = await pool.extract(await work.read(ids, 'read'), work.stop)
    yield inOrder(extracted, ids)
    if (page.length < rows) return
    left -= page.length
    position = page.at(-1)
  }
}

function inOrder(extracted: readonly Extracted[], ids: readonly string[]): Extracted[] {
  const places = new Map(ids.map((id, at) => [id, at]))
  const placeOf = (one: Extracted) => places.get(one.kind === 'error' ? one.id : one.result.id) ?? ids.length
  return extracted.toSorted((a, b) => placeOf(a) - placeOf(b))
}
