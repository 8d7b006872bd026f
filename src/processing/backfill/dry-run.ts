import { pagesOf } from '../lanes/pages.ts'
import type { Priority } from '../lanes/priority.ts'
import { queueOf } from '../lanes/queue.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'
import type { Work } from '../work.ts'

/** Extracts what a run would, batch after batch, in its order, and writes nothing: no claims, no outcomes, no schema. */
export async function* dryRun(
  work: Work,
  pool: ExtractionPool,
  {
    limit,
    batchSize,
    priority,
  }: { readonly limit: number; readonly batchSize: number; readonly priority: Priority | undefined },
): AsyncGenerator<readonly Extracted[]> {
  let left = limit
  const queue = await queueOf(work, priority, (part) => pagesOf(part, () => Math.min(batchSize, left)))
  while (left > 0 && !work.stop.aborted) {
    const ids = await queue.take(Math.min(batchSize, left))
    if (ids.length === 0) return
    const extracted = await pool.extract(await work.read(ids, 'read'), work.stop)
    yield inOrder(extracted, ids)
    left -= ids.length
  }
}

function inOrder(extracted: readonly Extracted[], ids: readonly string[]): Extracted[] {
  const places = new Map(ids.map((id, at) => [id, at]))
  const placeOf = (one: Extracted) => places.get(one.kind === 'error' ? one.id : one.result.id) ?? ids.length
  return extracted.toSorted((a, b) => placeOf(a) - placeOf(b))
}
