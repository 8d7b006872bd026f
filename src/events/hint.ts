/** Why a source may have missed events: everything since its last healthy moment, or only what it had to drop. */
export type GapReason = 'connected' | 'overflow' | 'unreadable'

/**
 * What an event source says: that these breadcrumbs may need work, or that it may have missed some, so that a
 * sweep is due. Hints can be lost, doubled or late; the database decides.
 */
export type Hint =
  | {
      readonly kind: 'breadcrumbs'
      readonly ids: readonly string[]
      /**
       * Where a source has one, it has to be called once, whatever becomes of the breadcrumbs: with those that the
       * database knows by now as much about as the event said. The others are announced again.
       */
      readonly acknowledge?: (ids: readonly string[]) => Promise<void>
    }
  | { readonly kind: 'gap'; readonly reason: GapReason }

/** How a source is doing. Times are milliseconds. */
export type SourceStatus =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  | { readonly state: 'disconnected'; readonly reason: string; readonly retryInMs: number }
  | {
      readonly state: 'unauthorised'
      readonly reason: string
      readonly retryInMs: number
      /** What to look at. */
      readonly check: string
    }
  | { readonly state: 'deaf'; readonly reconnecting: boolean }
  /** Messages are there and do not come; a new connection is made. */
  | { readonly state: 'stalled'; readonly reason: string }
  /** The first event after either. */
  | { readonly state: 'hearing' }

/** What a source has counted since it began. */
export interface SourceCounts {
  connections: number
  /** Events about breadcrumbs, before coalescing. */
  events: number
  /** Events that the filter passed over. */
  filtered: number
  /** Frames that are not JSON, or not an event with a valid id. */
  badFrames: number
  /** Frames with bytes that are not UTF-8, or that say so themselves with U+FFFD; they are used all the same. */
  badText: number
  unknownTypes: number
  /** Frames dropped because they passed the size limit. */
  oversizedFrames: number
  /** Ids dropped because too many were waiting. */
  overflowed: number
}

export const NO_COUNTS: Readonly<SourceCounts> = {
  connections: 0,
  events: 0,
  filtered: 0,
  badFrames: 0,
  badText: 0,
  unknownTypes: 0,
  oversizedFrames: 0,
  overflowed: 0,
}

/** A stream of hints. It ends when its signal is aborted, and fails only on a defect of its own. */
export interface HintSource extends AsyncIterable<Hint> {
  readonly counts: Readonly<SourceCounts>
  /** Ids that have not been taken yet. */
  readonly waiting: number
  /** Tells the source that breadcrumbs have appeared that it should have announced and did not. */
  missedEvents(): void
}
