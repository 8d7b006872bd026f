import { getEnvironmentData } from 'node:worker_threads'
import type { BreadcrumbRow } from '../../database/claims/read.ts'
import extractRows, { type Extracted } from '../threads/worker.ts'
import { DOOM } from './end-thread.ts'

/** The product's own worker, but the first of all threads dies over the first rows that it gets, half of them extracted. */
export default async function extractOrDie(rows: readonly BreadcrumbRow[]): Promise<Extracted[]> {
  const doom = getEnvironmentData(DOOM)
  if (rows.length < 2 || !(doom instanceof Int32Array) || Atomics.exchange(doom, 0, 1) === 1)
    return extractRows(rows)
  extractRows(rows.slice(0, rows.length / 2))
  // Uncaught, which ends a thread.
  queueMicrotask(() => {
    throw new Error('the drill ends this thread')
  })
  return new Promise(() => {})
}
