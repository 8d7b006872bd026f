import type { Hint } from '../../events/hint.ts'
import { isBusy, isRecorded, type Settled } from '../path/settled.ts'
import type { Work } from '../work.ts'
import type { Batches } from './batches.ts'
import type { WatchObserver } from './watcher.ts'

type Announcement = Extract<Hint, { kind: 'breadcrumbs' }>

interface AnnouncedOptions {
  readonly observer: WatchObserver
  readonly stop: AbortController
  /** Told of one that is to be done, but that another program is writing. */
  readonly onLocked: () => void
}

/** Does what events announce, and tells why the rest of it needs nothing, or can't be had. */
export class Announced {
  readonly #work: Work
  readonly #batches: Batches
  readonly #options: AnnouncedOptions

  constructor(work: Work, batches: Batches, options: AnnouncedOptions) {
    this.#work = work
    this.#batches = batches
    this.#options = options
  }

  /** Until it is dealt with, and acknowledged. */
  async take({ ids, acknowledge }: Announcement): Promise<void> {
    let done: readonly string[] = []
    try {
      const settled = await this.#process(ids)
      // Once it is stopped, what is left may be nobody's work yet.
      const isComplete = !this.#options.stop.signal.aborted
      done = isComplete ? ids : settled.filter(isRecorded).map(({ id }) => id)
    } finally {
      await acknowledge?.(done)
    }
  }

  async #process(ids: readonly string[]): Promise<readonly Settled[]> {
    this.#options.observer.announced(ids)
    const settled = await this.#batches.process(ids, 'announced')
    const busy = new Set(settled.filter(isBusy).map(({ id }) => id))
    const claimed = new Set(settled.map(({ id }) => id))
    await this.#passOver(
      ids.filter((id) => !claimed.has(id) || busy.has(id)),
      busy,
    )
    return settled
  }

  async #passOver(ids: readonly string[], busy: ReadonlySet<string>): Promise<void> {
    if (ids.length === 0 || this.#options.stop.signal.aborted) return
    const { observer, onLocked } = this.#options
    const states = await this.#work.states(ids)
    for (const id of ids) {
      const state = states.get(id) ?? 'missing'
      const isLocked = busy.has(id) && ['pending', 'retrying', 'stale', 'foreign'].includes(state)
      observer.passedOver(id, isLocked ? 'locked' : state)
      if (isLocked) onLocked()
    }
  }
}
