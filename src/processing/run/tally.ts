import type { SkipReason } from '../../extraction/breadcrumb.ts'
import type { Settled } from '../path/settled.ts'

/** Counts what came of the breadcrumbs of a run. */
export class Tally {
  processed = 0
  failed = 0
  /** Read only in part, since their text is over the limit; counted among the processed, too. */
  truncated = 0
  readonly skippedByReason: Partial<Record<SkipReason, number>> = {}

  get skipped(): number {
    return Object.values(this.skippedByReason).reduce((sum, count) => sum + count, 0)
  }

  /** Those that need no further work in this run. */
  get finished(): number {
    return this.processed + this.skipped + this.failed
  }

  add(settled: readonly Settled[]): void {
    for (const breadcrumb of settled) this.#count(breadcrumb)
  }

  #count(breadcrumb: Settled): void {
    if (breadcrumb.status === 'processed') {
      this.processed += 1
      if (breadcrumb.truncated) this.truncated += 1
    }
    if (breadcrumb.status === 'failed') this.failed += 1
    if (breadcrumb.status === 'skipped') {
      this.skippedByReason[breadcrumb.reason] = (this.skippedByReason[breadcrumb.reason] ?? 0) + 1
    }
  }
}
