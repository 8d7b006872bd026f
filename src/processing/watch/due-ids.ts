import type { Database } from '../../database/connection/connect.ts'
import { type Candidate, findCandidates } from '../../database/due/candidates.ts'
import type { Selection } from '../../database/due/selection.ts'
import { findStale } from '../../database/due/sweep.ts'
import type { TableShape } from '../../database/schema/table.ts'
import type { Patience } from '../run/patience.ts'
import { sweepRead } from '../run/sweep-read.ts'

export interface DueOptions {
  readonly database: Database
  readonly shape: TableShape
  readonly selection: Selection
  readonly patience: Patience
}

/** An index gives them in order, so that a page costs what it holds. */
const PENDING_PAGE_ROWS = 1_000
/** Each page reads all that may be stale, so pages are few; the ids of one take 40 MB for a moment. */
const STALE_PAGE_ROWS = 50_000

/**
 * Pages of ids that are to be done: pending ones, newest first, then those whose content was updated since that
 * moment and is newer than what we processed. All of the latter without a moment.
 */
export async function* dueIds(options: DueOptions, since: Date | undefined): AsyncGenerator<string[], void> {
  const { shape, selection } = options
  const pending: Selection = { ...selection, work: ['pending'] }
  let position: Candidate | undefined
  do {
    const page = await sweepRead(options, (session) =>
      findCandidates(session, shape, pending, PENDING_PAGE_ROWS, position),
    )
    position = page.length === PENDING_PAGE_ROWS ? page.at(-1) : undefined
    if (page.length > 0) yield page.map(({ id }) => id)
  } while (position)

  let afterId: string | undefined
  do {
    const page = await sweepRead(options, (session) =>
      findStale(session, shape, selection, {
        limit: STALE_PAGE_ROWS,
        ...(since && { since }),
        ...(afterId && { afterId }),
      }),
    )
    afterId = page.length === STALE_PAGE_ROWS ? page.at(-1) : undefined
    if (page.length > 0) yield page
  } while (afterId)
}
