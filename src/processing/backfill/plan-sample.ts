import type { BreadcrumbRow } from '../../database/claims/read.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'
import type { Work } from '../work.ts'
import type { PlanOptions } from './plan.ts'
import type { ExtractionSpeed } from './plan-costs.ts'

export const SAMPLE_ROWS = 1_000
/** Rows of which the time is taken at once: chunks enough for all threads. */
const TIMED_ROWS = 500
/** Threads come to speed with work: so much of each one's own time, where others leave it to them. */
const WARM_UP_SECONDS = 1.5
/** However busy the machine is. */
const WARM_UP_LIMIT_MS = 2_000

/** Some of what is due. */
export interface Sample {
  readonly rows: readonly BreadcrumbRow[]
  readonly extracted: readonly Extracted[]
  /** What that took of the machine's cores. */
  readonly cpuSeconds: number
}

/** Extracts a sample, once the threads are there. */
export async function extractSample(
  work: Work,
  pool: ExtractionPool,
  cpuSeconds: () => number,
): Promise<Sample> {
  const rows = await work.read(await work.sample(SAMPLE_ROWS, 'due'), 'read')
  await pool.extract(rows.slice(0, 1), work.stop)
  const used = cpuSeconds()
  const extracted = await pool.extract(rows, work.stop)
  return { rows, extracted, cpuSeconds: cpuSeconds() - used }
}

/**
 * Extracts the sample over and over until the threads are warm, and tells how fast they are then.
 * @param meanwhile what else goes on: its end is waited for before time is taken
 */
export async function speedOf(
  pool: ExtractionPool,
  { rows, cpuSeconds: usedBefore }: Sample,
  { threads, cpuSeconds, stop }: Pick<PlanOptions, 'threads' | 'cpuSeconds' | 'stop'>,
  meanwhile: Promise<unknown> | undefined,
): Promise<ExtractionSpeed> {
  const warmAt = cpuSeconds() - usedBefore + WARM_UP_SECONDS * threads
  const until = performance.now() + WARM_UP_LIMIT_MS
  const isWarm = () => cpuSeconds() > warmAt || performance.now() > until
  for (let at = 0; at < rows.length && !isWarm() && !stop.aborted; ) {
    await pool.extract(rows.slice(at, at + TIMED_ROWS), stop)
    at = at + TIMED_ROWS < rows.length ? at + TIMED_ROWS : 0
  }
  await meanwhile
  const timed = rows.slice(0, TIMED_ROWS)
  const [started, used] = [performance.now(), cpuSeconds()]
  await pool.extract(timed, stop)
  return {
    perSecond: (1000 * timed.length) / Math.max(performance.now() - started, 1),
    cpuSecondsPerRow: (cpuSeconds() - used) / Math.max(timed.length, 1),
  }
}
