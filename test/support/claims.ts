import { randomUUID } from 'node:crypto'
import { joinKeywords } from '../../src/database/claims/joined-keywords.ts'
import type { Result } from '../../src/database/claims/save.ts'
import type { Database } from '../../src/database/connection/connect.ts'
import type { CurrentRun, Selection } from '../../src/database/due/selection.ts'
import type { TableShape } from '../../src/database/schema/table.ts'
import { Patience } from '../../src/processing/run/patience.ts'
import { Work } from '../../src/processing/work.ts'

/** What a backfill takes that was asked for nothing in particular. */
export const PENDING: Selection = { kinds: ['pending'], filters: {}, includeUnembedded: false }

/** Breadcrumbs that one process claims at once. */
export interface Batch {
  readonly ids: readonly string[]
  readonly token: string
  readonly run: CurrentRun
}

export function batchOf(ids: readonly string[]): Batch {
  return { ids, token: randomUUID(), run: { id: randomUUID(), extractor: 'test', since: new Date(0) } }
}

/** The work of a run that gives up at the first fault. */
export function workOf(database: Database, table: TableShape, { run }: Batch, selection = PENDING): Work {
  const stop = AbortSignal.abort()
  const observer = { waiting() {}, resumed() {} }
  const patience = new Patience({ outageLimit: 0, observer, stop })
  return new Work({ database, table, selection, run, patience })
}

/** What extraction made of version 1 of a breadcrumb; without keywords it is skipped. */
export function resultFor(id: string, keywords: readonly string[], entities: object = {}): Result {
  return {
    id,
    version: 1,
    entities: JSON.stringify(entities),
    keywords: joinKeywords(keywords),
    weights: 'ff'.repeat(keywords.length),
    reason: keywords.length === 0 ? 'no-text' : null,
    truncated: false,
  }
}
