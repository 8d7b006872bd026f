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
