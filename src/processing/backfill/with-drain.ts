import type { RunEnding } from '../../database/records/runs.ts'
import type { OrderObserver } from '../run/orders.ts'
import { type RunSettings, withRun } from '../run/run.ts'
import { Drain, type DrainObserver, type DrainOptions } from './drain.ts'

/** Of a run that works through what its selection matches. */
export interface DrainSettings extends RunSettings, Pick<DrainOptions, 'batchSize' | 'limit' | 'priority'> {
  readonly observer: DrainObserver & OrderObserver
  /** Connections that the database was opened with. */
  readonly maxConnections: number
}

/**
 * Records a run that works through what its selection matches, as `withRun` does any other.
 * @param task has it done, unless it has a reason not to; gives how many its limit leaves to others.
 */
export function withDrain(
  settings: DrainSettings,
  task: (drain: Drain) => Promise<number> = (drain) => drain.run(),
): Promise<RunEnding> {
  const { pacer, tally, observer, batchSize, limit, priority, pool, maxConnections } = settings
  return withRun(settings, (run) =>
    task(
      new Drain(run, {
        ...{ pacer, tally, observer, batchSize, limit, priority },
        batchesAtOnce: batchesAtOnce(pool.threads, maxConnections),
      }),
    ),
  )
}

/** One more than threads, so that reading and writing overlap with extraction; a connection stays free for leases. */
function batchesAtOnce(threads: number, maxConnections: number): number {
  return Math.max(2, Math.min(threads + 1, maxConnections - 1))
}
