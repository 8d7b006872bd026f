import type { SkipReason } from '../../extraction/breadcrumb.ts'
import { kindOf } from '../path/kind-of-failure.ts'
import type { Settled } from '../path/settled.ts'
import type { Withholding } from '../path/withhold-exposed.ts'

/** Failures that differ in nothing but ids, numbers and values. */
export interface FailuresOfKind {
  count: number
  /** Of the first of them. */
  readonly id: string
  readonly error: string
}

/** Kinds of failures that are counted apart. */
const MOST_KINDS = 1_000
const OTHER_KINDS = 'other failures'

/** Counts what came of the breadcrumbs of a run. */
export class Tally {
  processed = 0
  failed = 0
  /** Those that turned secret, whose keywords were taken away. */
  withheld = 0
  /** Those that turned secret and still have their keywords, since the database refused to remove them. */
  exposed = 0
  /** Read only in part, since their text is over the limit; counted among the processed, too. */
  truncated = 0
  readonly skippedByReason: Partial<Record<SkipReason, number>> = {}
  /** By kind; see `kindOf`. */
  readonly failedByKind = new Map<string, FailuresOfKind>()
  readonly #retrying = new Set<string>()

  readonly #onSettled: (settled: readonly Settled[]) => void

  /** @param onSettled told of what is counted, for whoever measures. */
  constructor(onSettled: (settled: readonly Settled[]) => void = () => {}) {
    this.#onSettled = onSettled
  }

  get skipped(): number {
    return Object.values(this.skippedByReason).reduce((sum, count) => sum + count, 0)
  }

  /** Those that need no further work in this run. */
  get finished(): number {
    return this.processed + this.skipped + this.failed
  }

  /** Those that wait for another attempt. */
  get retrying(): number {
    return this.#retrying.size
  }

  addWithholding({ withheld, refusal }: Withholding): void {
    this.withheld += withheld
    this.exposed = refusal?.count ?? 0
  }

  add(settled: readonly Settled[]): void {
    for (const breadcrumb of settled) this.#count(breadcrumb)
    this.#onSettled(settled)
  }

  #count(breadcrumb: Settled): void {
    if (breadcrumb.status === 'processed') {
      this.processed += 1
      if (breadcrumb.truncated) this.truncated += 1
    }
    if (breadcrumb.status === 'retrying') this.#retrying.add(breadcrumb.id)
    else this.#retrying.delete(breadcrumb.id)
    if (breadcrumb.status === 'failed') this.#countFailure(breadcrumb)
    if (breadcrumb.status === 'skipped') {
      this.skippedByReason[breadcrumb.reason] = (this.skippedByReason[breadcrumb.reason] ?? 0) + 1
    }
  }

  #countFailure({ id, error }: Extract<Settled, { status: 'failed' }>): void {
    this.failed += 1
    const own = kindOf(error)
    const kind = this.failedByKind.has(own) || this.failedByKind.size < MOST_KINDS ? own : OTHER_KINDS
    const known = this.failedByKind.get(kind)
    if (known) known.count += 1
    else this.failedByKind.set(kind, { count: 1, id, error })
  }
}
