import { STATES, type State } from '../../database/due/state.ts'
import type { StateCount } from '../../database/records/count-states.ts'
import type { LatestRun } from '../../database/records/latest-run.ts'
import type { FailedBreadcrumb } from '../../database/records/newest-failures.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import { grouped } from '../../grouped.ts'
import type { FailureKind } from '../../processing/failures/kinds.ts'
import type { LaneWeight } from '../../processing/lanes/priority.ts'
import { type LaneSummary, laneSummaries } from './lanes.ts'
import { oldest } from './oldest.ts'

export type CountByState = Readonly<Record<State, number>>

/** In the order of what needs somebody. */
export const STATES_BY_NEED: readonly State[] = [
  'failed',
  'stale',
  'retrying',
  'pending',
  'claimed',
  'processed',
  'skipped',
  'foreign',
  'waiting',
  'unembedded',
]

export interface ExtractorSummary extends CountByState {
  /** A fingerprint; null for breadcrumbs without a record of ours. */
  readonly extractor: string | null
  /** This installation's, without --rules and --max-keywords. */
  readonly isDefault: boolean
  readonly total: number
  /** Of all breadcrumbs. */
  readonly sharePercent: number | null
}

export interface SchemaSummary extends CountByState {
  /** Null for breadcrumbs without a schema. */
  readonly schema: string | null
  readonly total: number
  readonly coveragePercent: Coverage
  readonly foreignPercent: Coverage
}

/**
 * Processed and skipped, of all but those that RCRT has not embedded, in percent with two decimals, rounded down; null
 * where there are none but those.
 */
type Coverage = number | null

/** The document of `stats --json`. */
export interface StatsSummary extends CountByState {
  readonly total: number
  readonly skippedByReason: Readonly<Record<string, number>>
  readonly coveragePercent: Coverage
  /** Those with keywords of other programs, in the same way: they are not among the covered ones. */
  readonly foreignPercent: Coverage
  readonly schemas: readonly SchemaSummary[]
  /** Where asked for. */
  readonly extractors?: readonly ExtractorSummary[]
  /** Where they are named, or a run was given some. */
  readonly lanes?: readonly LaneSummary[]
  /** By the database's clock. */
  readonly countedAt: Date
  /** When the first of them was created, and when the first of those changed. */
  readonly oldestPendingAt: Date | null
  readonly oldestStaleAt: Date | null
  /** What was finished in each of the last 24 hours, the oldest first; what was done again counts once. */
  readonly finishedByHour: readonly number[]
  /** What breadcrumbs failed at, the most frequent first, and how many kinds there are of it. */
  readonly failureKinds: readonly FailureKind[]
  readonly failureKindsInAll: number
  /** Those that failed last, newest first. */
  readonly newestFailures: readonly FailedBreadcrumb[]
  /** The one that began last; null where there was none. */
  readonly lastRun: LatestRun | null
}

/** What is known beside the counts. */
export type Circumstances = Pick<
  StatsSummary,
  'countedAt' | 'finishedByHour' | 'newestFailures' | 'lastRun'
> & {
  readonly kinds: readonly FailureKind[]
  /** Asks for a count by extractor. */
  readonly by?: 'schema' | 'extractor'
  /** Those that each have a count. */
  readonly lanes?: readonly LaneWeight[] | undefined
}

const KINDS_SHOWN = 5

export function summarise(
  counts: readonly StateCount[],
  { kinds, by, lanes, ...circumstances }: Circumstances,
): StatsSummary {
  // In one pass: RCRT bounds neither schemas nor their names.
  const schemas = [...grouped(counts, ({ schemaName }) => schemaName)].map(([schema, own]) => ({
    schema,
    ...totals(own),
  }))
  return {
    ...totals(counts),
    skippedByReason: skippedByReason(counts),
    schemas: schemas.sort((a, b) => b.total - a.total || (a.schema ?? '').localeCompare(b.schema ?? '')),
    ...(by === 'extractor' && { extractors: byExtractor(counts) }),
    ...(lanes && { lanes: laneSummaries(counts, lanes) }),
    oldestPendingAt: oldest(counts, 'pending', ({ createdAt }) => createdAt),
    oldestStaleAt: oldest(counts, 'stale', ({ updatedAt }) => updatedAt),
    failureKinds: kinds.slice(0, KINDS_SHOWN),
    failureKindsInAll: kinds.length,
    ...circumstances,
  }
}

interface Totals extends CountByState {
  readonly total: number
  readonly coveragePercent: Coverage
  readonly foreignPercent: Coverage
}

function byExtractor(counts: readonly StateCount[]): ExtractorSummary[] {
  const { total: all } = totals(counts)
  return [...grouped(counts, ({ extractor }) => extractor)]
    .map(([extractor, own]) => {
      const { coveragePercent, foreignPercent, ...ofState } = totals(own)
      const isDefault = extractor === fingerprintOf()
      return { extractor, isDefault, ...ofState, sharePercent: share(ofState.total, all) }
    })
    .sort((a, b) => b.total - a.total)
}

function totals(counts: readonly StateCount[]): Totals {
  const byState = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>
  for (const { state, count } of counts) byState[state] += count
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const ready = total - byState.waiting - byState.unembedded
  return {
    total,
    ...byState,
    coveragePercent: share(byState.processed + byState.skipped, ready),
    foreignPercent: share(byState.foreign, ready),
  }
}

function share(part: number, whole: number): Coverage {
  return whole === 0 ? null : Math.floor((10_000 * part) / whole) / 100
}

function skippedByReason(counts: readonly StateCount[]): Record<string, number> {
  const reasons: Record<string, number> = {}
  for (const { state, reason, count } of counts) {
    if (state !== 'skipped') continue
    const key = reason ?? 'by-another-program'
    reasons[key] = (reasons[key] ?? 0) + count
  }
  return reasons
}
