import type { TableShape } from '../schema/table.ts'
import type { Lane } from './lane.ts'

/**
 * Which breadcrumbs a run may take:
 * - `pending`: never processed, and RCRT is done with them.
 * - `stale`: processed by us at an older version than they now have.
 * - `failed`: given up at their current version.
 * - `outdated`: processed by another extractor or with other rules.
 * - `extracted`: processed by us, by whichever extractor.
 * - `foreign`: another program wrote their keywords.
 * - `updated foreign`: the same, but only those whose content was updated since RCRT created them.
 * - `all`: whatever matches the filters, processed or not.
 *
 * Whatever it is, a run also takes what turned secret after we had processed it: see `EXPOSED`.
 */
export type DueKind =
  | 'pending'
  | 'stale'
  | 'failed'
  | 'outdated'
  | 'extracted'
  | 'foreign'
  | 'updated foreign'
  | 'all'

export interface Filters {
  /** Only these. */
  readonly ids?: readonly string[]
  /** Globs (`*`, `?`) on `schema_name`; one of them has to match. */
  readonly schemas?: readonly string[]
  /** Globs on `schema_name`; none of them may match. */
  readonly excludedSchemas?: readonly string[]
  /** Bounds on `created_at`: `since` inclusive, `until` exclusive. */
  readonly since?: Moment
  readonly until?: Moment
  /** Only its share of the work. */
  readonly lane?: Lane
}

/** A moment, and the words that two runs share whose times back from now mean the same work. */
export interface Moment {
  readonly at: Date
  /** Such as `7d`; of a moment that does not move, ISO 8601. */
  readonly words: string
}

/** What is to be done. */
export interface Selection {
  /** Of several, whatever is one of them. */
  readonly kinds: readonly DueKind[]
  readonly filters: Filters
  /** Also those that RCRT has not embedded (yet). */
  readonly includeUnembedded: boolean
}

/** Who does it, and since when. */
export interface CurrentRun {
  /** A uuid. What this run has done is not done again, even when the database's clock was set back. */
  readonly id: string
  /** The fingerprint that outcomes record, and that `outdated` compares with. */
  readonly extractor: string
  /** By the database's clock: what was recorded since, by whomever, is not done again. */
  readonly since: Date
  /** What was there before can be had back. */
  readonly keepsPrevious?: boolean
}

/** All that a statement needs to know to tell which breadcrumbs are to be done. */
export interface Due {
  readonly table: TableShape
  readonly selection: Selection
  readonly run: CurrentRun
}
