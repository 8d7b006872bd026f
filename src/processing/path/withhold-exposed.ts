import type { Work } from '../work.ts'
import type { Path } from './path.ts'
import { isGivenBack } from './settled.ts'

/** Few at a time: each is urgent. */
const BATCH_ROWS = 500

/**
 * Takes the keywords away from breadcrumbs that turned secret after they were processed, before anything else and
 * whatever is selected. One that another program is writing this moment is left to the next run or sweep.
 * @returns how many.
 */
export async function withholdExposed(work: Work, path: Path): Promise<number> {
  let withheld = 0
  while (!work.stop.aborted) {
    const ids = await work.exposed(BATCH_ROWS)
    if (ids.length === 0) break
    const settled = await path.process(ids)
    withheld += settled.filter(({ status }) => status === 'skipped').length
    if (settled.length === 0 || settled.every(isGivenBack)) break
  }
  return withheld
}
