import type { Work } from '../work.ts'
import { lanesOf, type Priority } from './priority.ts'
import { Shares } from './shares.ts'

/** A breadcrumb that may be taken. */
export interface Queued {
  readonly id: string
  /** Whether it has waited so long that it counts double. */
  readonly isLate?: boolean
}

export interface QueueLane {
  /** Above 0. */
  readonly weight: number
  /** What it has, page by page. */
  readonly pages: AsyncIterator<readonly Queued[], void>
}

const LATE = 2

/**
 * What is to be done: of each lane its share, or without a priority all as it comes. Which schemas there are is asked once:
 * one that appears later is the next queue's, as is whatever else appears.
 */
export async function queueOf(
  work: Work,
  priority: Priority | undefined,
  pagesOf: (work: Work) => QueueLane['pages'],
): Promise<Queue> {
  if (priority === undefined) return new Queue([{ weight: 1, pages: pagesOf(work) }])
  const { lanes, lateAfter } = priority
  const known = await work.knownSchemas()
  return new Queue(
    lanesOf(lanes).map(({ weight, glob, earlierGlobs }) => ({
      weight,
      pages: pagesOf(work.inLane({ glob, earlierGlobs, lateAfter, known })),
    })),
  )
}

/** Gives out breadcrumbs of several lanes, to each its share of whatever is taken at once. */
export class Queue {
  readonly #lanes: readonly Waiting[]
  readonly #shares: Shares

  constructor(lanes: readonly QueueLane[]) {
    this.#lanes = lanes.map((lane) => new Waiting(lane))
    this.#shares = new Shares(lanes.length)
  }

  /** The ids of so many, in the order of their turns; fewer only where nothing is left. Throws what reading a page throws. */
  async take(rows: number): Promise<string[]> {
    const ids: string[] = []
    while (ids.length < rows) {
      for (const lane of this.#lanes) if (lane.isOut) await lane.read()
      const turn = this.#shares.next(this.#lanes.map(({ weight }) => weight))
      const id = turn === undefined ? undefined : this.#lanes[turn]?.take()
      if (id === undefined) break
      ids.push(id)
    }
    return ids
  }
}

/** What waits in one lane. */
class Waiting {
  readonly #lane: QueueLane
  #page: readonly Queued[] = []
  #given = 0
  #isRead = false

  constructor(lane: QueueLane) {
    this.#lane = lane
  }

  get #next(): Queued | undefined {
    return this.#page[this.#given]
  }

  /** Of what is next; 0 where nothing is. */
  get weight(): number {
    if (this.#next === undefined) return 0
    return this.#next.isLate ? LATE * this.#lane.weight : this.#lane.weight
  }

  /** Whether its page is given out, and there may be another. */
  get isOut(): boolean {
    return this.#next === undefined && !this.#isRead
  }

  /** Reads on until there is something, or nothing left. */
  async read(): Promise<void> {
    while (this.isOut) {
      const { value, done } = await this.#lane.pages.next()
      this.#page = value ?? []
      this.#given = 0
      this.#isRead = done === true
    }
  }

  take(): string | undefined {
    const id = this.#next?.id
    this.#given += 1
    return id
  }
}
