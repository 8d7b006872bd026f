import { workerData } from 'node:worker_threads'
import type { BreadcrumbRow } from '../../database/claims/read.ts'
import { joinKeywords, type Result } from '../../database/claims/save.ts'
import { messageOf } from '../../errors.ts'
import { createExtractor } from '../../extraction/extractor.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'

/** What a thread made of one breadcrumb. */
export type Extracted =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly id: string; readonly version: number; readonly error: string }

// Makes piscina import this module, since one that awaits can't be required: ending a thread, as at the end of a short
// run, while it requires a module aborts the whole process (a failed assertion of Node 20.20).
await null

const extractor = createExtractor(workerData as ExtractorOptions)

/** Runs in a worker thread: rows in, results out, in the same order. */
export default function extractRows(rows: readonly BreadcrumbRow[]): Extracted[] {
  return rows.map(extractRow)
}

function extractRow(row: BreadcrumbRow): Extracted {
  const { id, version } = row
  try {
    const { context, ...content } = row
    const { entities, keywords, weights, skipReason, truncated } = extractor.extract({
      ...content,
      context: context === null ? null : JSON.parse(context),
    })
    const reason = skipReason ?? null
    return {
      kind: 'result',
      result: {
        id,
        version,
        entities: JSON.stringify(entities),
        keywords: joinKeywords(keywords),
        weights: Buffer.from(weights).toString('hex'),
        reason,
        truncated: truncated ?? false,
      },
    }
  } catch (error) {
    // A parser's message quotes its input, so only the kind of error is told.
    return {
      kind: 'error',
      id,
      version,
      error: error instanceof SyntaxError ? 'its context is not JSON' : messageOf(error),
    }
  }
}
