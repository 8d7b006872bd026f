import { pause } from '../../timing/pause.ts'
import { kindOf } from './kind-of-failure.ts'
import type { Settled } from './settled.ts'

/** So many are looked back at. */
const RECENT = 200
/** Fewer say little. */
const FEWEST = 50

const PAUSE_MS = 2_000

export interface FailureObserver {
  /** Half of what came last failed for one cause, so that the work slows down. */
  slowedDown?(cause: string): void
}

/** Tells when one cause makes half of the breadcrumbs fail that came last. */
export class RecentFailures {
  /** The error's kind for those that failed, null for the others; oldest first. */
  #kinds: (string | null)[] = []

  add(settled: readonly Settled[]): void {
    for (const one of settled) {
      if (one.status === 'failed' || one.status === 'retrying') this.#kinds.push(kindOf(one.error))
      else if (one.status === 'processed' || one.status === 'skipped') this.#kinds.push(null)
    }
    this.#kinds = this.#kinds.slice(-RECENT)
  }

  /** Pauses where one cause makes half of all fail: somebody had better look before the rest is tried. */
  async slowDown(observer: FailureObserver, stop: AbortSignal): Promise<void> {
    const cause = this.#commonCause
    if (cause === undefined) return
    observer.slowedDown?.(cause)
    await pause(PAUSE_MS, stop)
  }

  /** Its kind; undefined where there is none. */
  get #commonCause(): string | undefined {
    if (this.#kinds.length < FEWEST) return undefined
    const counts = new Map<string, number>()
    for (const kind of this.#kinds) if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    for (const [kind, count] of counts) if (count >= this.#kinds.length / 2) return kind
    return undefined
  }
}
