import type { SkipReason } from '../extraction/breadcrumb.ts'
import type { NearKeyword } from './nearest.ts'

/** Why a breadcrumb is or is not found by a question: exactly one of these. */
export type Placement =
  | { readonly verdict: 'missing' | 'withheld' | 'waiting' | 'pending' | 'claimed' | 'failed' }
  | { readonly verdict: 'skipped'; readonly reason: SkipReason | null }
  /** RCRT finds no breadcrumb without a schema. */
  | { readonly verdict: 'without-schema' }
  | { readonly verdict: 'excluded-schema'; readonly schema: string }
  /** Among the first that a search gives. */
  | { readonly verdict: 'found'; readonly rank: number }
  /** Found, but after what a search gives; null where that is further back than ranks are counted. */
  | { readonly verdict: 'found-late'; readonly rank: number | null; readonly lacks: readonly LackedKeyword[] }
  /** Its content changed since its keywords were extracted. */
  | { readonly verdict: 'stale'; readonly newKeywords: readonly string[]; readonly asked: readonly string[] }
  | { readonly verdict: 'foreign'; readonly nearest: readonly NearKeyword[] }
  | { readonly verdict: 'nothing-in-common'; readonly nearest: readonly NearKeyword[] }

/** A keyword of the question that better breadcrumbs carry and this one does not. */
export interface LackedKeyword {
  readonly keyword: string
  /** How many of the better ones carry it. */
  readonly carriedBy: number
}

const MOST_NAMED = 8

/** In a sentence or two: why a question finds a breadcrumb or does not, and what would change that. */
export function placementText(placement: Placement): string {
  switch (placement.verdict) {
    case 'missing':
      return 'There is no such breadcrumb, or this role may not see it.'
    case 'withheld':
      return 'Not found: it is marked secret, so that it has no keywords.'
    case 'waiting':
      return 'Not found: it waits for RCRT to embed it, and has no keywords before.'
    case 'pending':
      return 'Not found: it has no keywords yet; the next backfill gives it some.'
    case 'claimed':
      return 'Not found: a run is at work on it this moment.'
    case 'failed':
      return 'Not found: its extraction failed; inspect tells why, and backfill --failed tries again.'
    case 'skipped':
      return `Not found: it was skipped (${placement.reason ?? 'by another program'}), so that it has no keywords.`
    case 'without-schema':
      return 'Never found: it has no schema, and RCRT finds none without one.'
    case 'excluded-schema':
      return `Never found: its schema, ${placement.schema}, is on the list of those that RCRT leaves out (context.blacklist.v1).`
    case 'found':
      return `Found, at rank ${placement.rank}.`
    case 'found-late':
      return foundLate(placement)
    case 'stale':
      return stale(placement)
    case 'foreign':
      return `Not found: its keywords are another program's, and none is asked for${near(placement)}. backfill --foreign replaces them.`
    case 'nothing-in-common':
      return `Not found: none of its keywords is asked for${near(placement)}.`
  }
}

function foundLate({ rank, lacks }: Extract<Placement, { verdict: 'found-late' }>): string {
  const where = rank === null ? 'Found, but far behind' : `Found, but only at rank ${rank}`
  if (lacks.length === 0) return `${where}: better ones are more about the same keywords.`
  const named = lacks.slice(0, MOST_NAMED).map(({ keyword, carriedBy }) => `${keyword} (${carriedBy})`)
  return `${where}: better ones carry what it does not, ${named.join(', ')}.`
}

function stale({ asked, newKeywords }: Extract<Placement, { verdict: 'stale' }>): string {
  const what = asked.length > 0 ? asked : newKeywords
  const named =
    what.length === 0
      ? 'without new keywords'
      : `${asked.length > 0 ? 'what is asked for is new' : 'new are'}: ${what.slice(0, MOST_NAMED).join(', ')}`
  return `Not found: its content changed since its keywords were extracted (${named}). backfill --stale or watch extracts it again.`
}

function near({ nearest }: Pick<Extract<Placement, { verdict: 'foreign' }>, 'nearest'>): string {
  if (nearest.length === 0) return ''
  return ` (nearest: ${nearest
    .slice(0, MOST_NAMED)
    .map(({ asked, carried }) => `${carried} for ${asked}`)
    .join(', ')})`
}
