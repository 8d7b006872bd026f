/** Why a source may have missed events: everything since its last healthy moment, or only what it had to drop. */
export type GapReason = 'connected' | 'overflow' | 'unreadable'

/**
 * What an event source says: that these breadcrumbs may need work, or that it may have missed some, so that a
 * sweep is due. Hints can be lost, doubled or late; the database decides.
 */
export type Hint =
  | { readonly kind: 'breadcrumbs'; readonly ids: readonly string[] }
  | { readonly kind: 'gap'; readonly reason: GapReason }

/** How a source is doing. Times are milliseconds. */
export type SourceStatus =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  | { readonly state: 'disconnected'; readonly reason: string; readonly retryInMs: number }
  | { readonly state: 'unauthorised'; readonly reason: string; readonly retryInMs: number }
  | { readonly state: 'deaf'; readonly reconnecting: boolean }
  /** The first event after deafness. */
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

/** A stream of hints. It ends when its signal is aborted, and fails only on a defect of its own. */
export interface HintSource extends AsyncIterable<Hint> {
  readonly counts: Readonly<SourceCounts>
  /** Ids that have not been taken yet. */
  readonly waiting: number
  /** Tells the source that breadcrumbs have appeared that it should have announced and did not. */
  missedEvents(): void
}
