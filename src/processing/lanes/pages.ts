import type { Candidate } from '../../database/due/candidates.ts'
import type { Work } from '../work.ts'
import type { Queued } from './queue.ts'

/** What is to be done, page by page. */
export type Pages = AsyncGenerator<readonly Queued[], void>

/** What is due, newest first. `rows` is asked before each page for how many it may hold. */
export async function* pagesOf(work: Work, rows: () => number): Pages {
  let position: Candidate | undefined
  do {
    const limit = rows()
    const page = await work.due(limit, position)
    position = page.length < limit ? undefined : page.at(-1)
    yield page
  } while (position)
}
