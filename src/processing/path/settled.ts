import type { Claimed } from '../../database/claims/claim.ts'
import { splitKeywords } from '../../database/claims/joined-keywords.ts'
import type { BreadcrumbRow } from '../../database/claims/read.ts'
import type { Result, SaveVerdict } from '../../database/claims/save.ts'
import type { SkipReason } from '../../extraction/breadcrumb.ts'

/** What an attempt failed at. */
export type FailedAt = 'extraction' | 'saving'

/** What came of one breadcrumb that was claimed. */
export type Settled = Ending & {
  /** Null where it has none, and where its content was not read. */
  readonly schema: string | null
}

/** How the way of one breadcrumb ended. */
export type Ending =
  | {
      readonly id: string
      readonly status: 'processed'
      /** JSON text of the entities by type. */
      readonly entities: string
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
  { id, entities, keywords, reason, truncated }: Result,
  verdict: SaveVerdict | undefined,
): Ending {
  if (verdict !== 'saved') return { id, status: verdict ?? 'lost' }
  return reason === null
    ? { id, status: 'processed', entities, keywords: splitKeywords(keywords), truncated }
    : { id, status: 'skipped', reason }
}

/** The database knows what is to become of it. */
export function isRecorded({ status }: Settled): boolean {
  return status === 'processed' || status === 'skipped' || status === 'retrying' || status === 'failed'
}

/** What came of all that was claimed: what no thread began with before the stop, and what was not read, is given back. */
export function settledOf(
  claimed: readonly Claimed[],
  rows: readonly BreadcrumbRow[],
  endings: readonly Ending[],
): Settled[] {
  const schemas = new Map(rows.map(({ id, schemaName }) => [id, schemaName]))
  const ended = new Set(endings.map(({ id }) => id))
  const rest = claimed.filter(({ id }) => !ended.has(id)).map(({ id }) => givenBack(id, schemas.has(id)))
  return [...endings, ...rest].map((ending) => ({ ...ending, schema: schemas.get(ending.id) ?? null }))
}

/** Not read is what another program has locked; the few that it has deleted or done since are found out next time. */
function givenBack(id: string, isRead: boolean): Ending {
  return { id, status: isRead ? 'returned' : 'busy' }
}

/** Nothing came of it this time. */
export function isGivenBack(settled: Settled): boolean {
  return settled.status === 'returned' || isBusy(settled)
}

/** Another program is writing it. */
export function isBusy({ status }: Settled): boolean {
  return status === 'busy'
}
