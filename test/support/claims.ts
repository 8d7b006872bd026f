import { randomUUID } from 'node:crypto'
import { joinKeywords, type Result } from '../../src/database/claims/save.ts'
import type { Selection } from '../../src/database/due/selection.ts'

/** What a backfill takes that was asked for nothing in particular. */
export const PENDING: Selection = {
  work: ['pending'],
  filters: {},
  includeUnembedded: false,
  extractor: 'test',
  startedAt: new Date(0),
}

/** Breadcrumbs that one process claims at once. */
export interface Batch {
  readonly ids: readonly string[]
  readonly token: string
  readonly runId: string
}

export function batchOf(ids: readonly string[]): Batch {
  return { ids, token: randomUUID(), runId: randomUUID() }
}

/** What extraction made of version 1 of a breadcrumb; without keywords it is skipped. */
export function resultFor(id: string, keywords: readonly string[], entities: object = {}): Result {
  return {
    id,
    version: 1,
    entities: JSON.stringify(entities),
    keywords: joinKeywords(keywords),
    reason: keywords.length === 0 ? 'no-text' : null,
    truncated: false,
  }
}
