import { getHeapStatistics } from 'node:v8'
import { parentPort, threadId, workerData } from 'node:worker_threads'
import { joinKeywords } from '../../database/claims/joined-keywords.ts'
import type { BreadcrumbRow } from '../../database/claims/read.ts'
import type { Result } from '../../database/claims/save.ts'
import { createExtractor } from '../../extraction/extractor.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import type { ThreadWork } from '../../metrics/run-metrics.ts'

/** What a thread made of one breadcrumb. */
export type Extracted =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly id: string; readonly version: number; readonly error: string }

/** What a thread is given as its `workerData`. */
export interface WorkerSettings {
  readonly extractor?: ExtractorOptions
  /** Whether anybody listens to how long it takes. */
  readonly isMeasured: boolean
}

const { extractor: options, isMeasured } = workerData as WorkerSettings
const extractor = createExtractor(options)

/** Runs in a worker thread: rows in, results out, in the same order. */
export default function extractRows(rows: readonly BreadcrumbRow[]): Extracted[] {
  return isMeasured ? measured(rows) : rows.map(extractRow)
}

/** The same, and beside the results how long each took. */
function measured(rows: readonly BreadcrumbRow[]): Extracted[] {
  const milliseconds: number[] = []
  const extracted = rows.map((row) => {
    const started = performance.now()
    const one = extractRow(row)
    milliseconds.push(performance.now() - started)
    return one
  })
  const heapBytes = getHeapStatistics().used_heap_size
  parentPort?.postMessage({ thread: threadId, heapBytes, milliseconds } satisfies ThreadWork)
  return extracted
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
    return { kind: 'error', id, version, error: describe(error) }
  }
}

/** What an exception says may quote the text: only its kind is told, and where it arose. */
function describe(error: unknown): string {
  if (error instanceof SyntaxError) return 'its context is not JSON'
  if (!(error instanceof Error)) return 'its extraction failed'
  const { name, message, stack = '' } = error
  const frames = stack.startsWith(`${name}: ${message}`) ? stack.slice(name.length + 2 + message.length) : ''
  const [, place] = /([\w-]+\.js:\d+):\d+/.exec(frames) ?? []
  return `its extraction failed with a ${name}${place === undefined ? '' : ` at ${place}`}`
}
