import { type Result, type SaveVerdict, splitKeywords } from '../../database/claims/save.ts'
import type { SkipReason } from '../../extraction/breadcrumb.ts'

/** What an attempt failed at. */
export type FailedAt = 'extraction' | 'saving'

/** What came of one breadcrumb that was claimed. */
export type Settled =
  | {
      readonly id: string
      readonly status: 'processed'
      readonly keywords: readonly string[]
      readonly truncated: boolean
    }
  | { readonly id: string; readonly status: 'skipped'; readonly reason: SkipReason }
  /** An attempt failed; another follows. */
  | {
      readonly id: string
      readonly status: 'retrying'
      readonly at: FailedAt
      readonly error: string
      readonly retrySeconds: number
    }
  | {
      readonly id: string
      readonly status: 'failed'
      readonly at: FailedAt
      readonly error: string
    }
  /** Changed meanwhile: nothing was written, and the claim is given back. */
  | { readonly id: string; readonly status: 'changed' }
  /** Another program is writing it this moment, or it is gone: nothing was written, and the claim is given back. */
  | { readonly id: string; readonly status: 'busy' }
  /** The claim expired and was taken over: nothing was written. */
  | { readonly id: string; readonly status: 'lost' }
  /** The run was stopped before its turn, or others kept its row locked; the claim is given back. */
  | { readonly id: string; readonly status: 'returned' }

/** What came of a result that was to be saved. */
export function settledBy(
  { id, keywords, reason, truncated }: Result,
  verdict: SaveVerdict | undefined,
): Settled {
  if (verdict !== 'saved') return { id, status: verdict ?? 'lost' }
  return reason === null
    ? { id, status: 'processed', keywords: splitKeywords(keywords), truncated }
    : { id, status: 'skipped', reason }
}

/** The database knows what is to become of it. */
export function isRecorded({ status }: Settled): boolean {
  return status === 'processed' || status === 'skipped' || status === 'retrying' || status === 'failed'
}

/** Nothing came of it this time. */
export function isGivenBack({ status }: Settled): boolean {
  return status === 'returned' || status === 'busy'
}
