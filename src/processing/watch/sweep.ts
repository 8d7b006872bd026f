import { type Pages, pagesOf } from '../lanes/pages.ts'
import type { Work } from '../work.ts'

// What one sweep looks at: since when, and in which order.

/** What a sweep leaves for the next to know. By the database's clock. */
export interface SweepTimes {
  readonly startedAt: Date
  /** When the oldest transaction began that was open then. */
  readonly oldestOpenAt: Date
  /** When the last sweep began that looked at all updates, whenever they were made. */
  readonly fullAt: Date
}

/** For transactions that this role may not see, and for clocks that differ. */
const OVERLAP_MS = 120_000
/** Looking at all updates costs a second for a million breadcrumbs, so every minute would be too much. */
const FULL_SWEEP_MS = 3_600_000

/**
 * From when on a sweep that begins now has to look at updates; undefined: at all of them. `updated_at` is the
 * start of a transaction, so one that was open during the last sweep may bring an old one when it commits.
 */
export function updatesSince(now: Date, last: SweepTimes | undefined): Date | undefined {
  if (last === undefined || now.getTime() - last.fullAt.getTime() >= FULL_SWEEP_MS) return undefined
  // A transaction that is forgotten for days must not make every sweep a full one.
  return new Date(
    Math.max(last.oldestOpenAt.getTime() - OVERLAP_MS, last.startedAt.getTime() - FULL_SWEEP_MS),
  )
}

/** An index gives them in order, so that a page costs what it holds. */
const PENDING_PAGE_ROWS = 1_000
/** Each page reads all that may be stale, so pages are few; the ids of one take 40 MB for a moment. */
const STALE_PAGE_ROWS = 50_000

/**
 * What is to be done, page by page: pending ones, newest first, then those whose content was updated since that moment
 * and is newer than what we processed. All of the latter without a moment.
 */
export async function* duePages(work: Work, since: Date | undefined): Pages {
  yield* pagesOf(work.for({ ...work.selection, kinds: ['pending'] }), () => PENDING_PAGE_ROWS)

  let afterId: string | undefined
  do {
    const page = await work.stale({
      limit: STALE_PAGE_ROWS,
      ...(since && { since }),
      ...(afterId && { afterId }),
    })
    afterId = page.length === STALE_PAGE_ROWS ? page.at(-1)?.id : undefined
    yield page
  } while (afterId)
}
