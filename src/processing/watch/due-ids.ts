import type { Candidate } from '../../database/due/candidates.ts'
import type { Work } from '../work.ts'

/** An index gives them in order, so that a page costs what it holds. */
const PENDING_PAGE_ROWS = 1_000
/** Each page reads all that may be stale, so pages are few; the ids of one take 40 MB for a moment. */
const STALE_PAGE_ROWS = 50_000

/**
 * Pages of ids that are to be done: pending ones, newest first, then those whose content was updated since that
 * moment and is newer than what we processed. All of the latter without a moment.
 */
export async function* dueIds(work: Work, since: Date | undefined): AsyncGenerator<string[], void> {
  const pending = work.for({ ...work.selection, kinds: ['pending'] })
  let position: Candidate | undefined
  do {
    const page = await pending.due(PENDING_PAGE_ROWS, position)
    position = page.length === PENDING_PAGE_ROWS ? page.at(-1) : undefined
    if (page.length > 0) yield page.map(({ id }) => id)
  } while (position)

  let afterId: string | undefined
  do {
    const page = await work.stale({
      limit: STALE_PAGE_ROWS,
      ...(since && { since }),
      ...(afterId && { afterId }),
    })
    afterId = page.length === STALE_PAGE_ROWS ? page.at(-1) : undefined
    if (page.length > 0) yield page
  } while (afterId)
}
