import { randomUUID } from 'node:crypto'
import type { Database } from '../../database/connection/connect.ts'
import type { Selection } from '../../database/due/selection.ts'
import type { Order } from '../../database/records/orders.ts'
import type { RunProgress } from '../../database/records/run-progress.ts'
import type { RunEnding } from '../../database/records/runs.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import type { Pacer } from '../pace/pacer.ts'
import { Leases } from '../path/leases.ts'
import { Path } from '../path/path.ts'
import { ExtractionPool, type PoolOptions } from '../threads/pool.ts'
import { Work } from '../work.ts'
import { type OrderObserver, Orders } from './orders.ts'
import { Patience, type PatienceOptions, type WaitObserver } from './patience.ts'
import { RunRecord } from './record.ts'
import type { Tally } from './tally.ts'

/** A run that is on record. */
export interface StartedRun {
  readonly id: string
  /** By the database's clock. */
  readonly startedAt: Date
}

export interface RunSettings extends PatienceOptions {
  readonly database: Database
  readonly table: TableShape
  readonly selection: Selection
  readonly command: string
  readonly host: { readonly name: string; readonly pid: number }
  /** The options a person gave, for the record; no secrets. */
  readonly options: object
  readonly pool: PoolOptions
  readonly pacer: Pacer
  /** For `undo`; false when not given. */
  readonly keepsPrevious?: boolean
  readonly observer: WaitObserver & OrderObserver
  /** Somebody ordered it to stop: ends it as SIGTERM does, by way of `stop`. */
  readonly onStopOrdered: (order: Order) => void
  /** How far it is, for the record. */
  readonly reach: () => RunProgress['reach']
  /** Told once the run is on record. */
  readonly onStarted?: (run: StartedRun) => void
  readonly onSaved?: (rows: number, milliseconds: number) => void
  /** Told how much other runs on the same work have finished since this one began. */
  readonly onOthers?: (finished: number) => void
  readonly tally: Tally
}

/** What a run works with. */
export interface Run {
  readonly work: Work
  readonly path: Path
}

/**
 * Records a run, makes what it works with, and takes all of it down again, whatever happens.
 * @param task gives how many breadcrumbs its limit leaves to others.
 */
export async function withRun(
  settings: RunSettings,
  task: (run: Run) => Promise<number>,
): Promise<RunEnding> {
  const extractor = fingerprintOf(settings.pool.extractor)
  const id = randomUUID()
  const orders = new Orders({ ...settings, onStop: settings.onStopOrdered }, settings.stop)
  const recorded = { ...settings, onOrders: (standing: readonly Order[]) => orders.obey(standing) }
  const { record, startedAt, since } = await RunRecord.start(recorded, { id, extractor })
  settings.onStarted?.({ id, startedAt })
  const work = new Work({
    ...settings,
    run: { id, extractor, since, keepsPrevious: settings.keepsPrevious ?? false },
    patience: new Patience(settings),
  })
  const leases = new Leases(work)
  const pool = new ExtractionPool(settings.pool)
  let ending: RunEnding = 'error'
  try {
    const left = await task({ work, path: new Path(work, pool, leases, orders) })
    ending = orders.isStopped ? 'stopped by order' : endingOf(settings.stop, left)
    return ending
  } finally {
    await pool.close()
    await leases.close()
    await record.finish(ending)
  }
}

/** How a run ended that no error ended. */
function endingOf(stop: AbortSignal, left: number): RunEnding {
  if (!stop.aborted) return left > 0 ? 'limit' : 'done'
  return isTimeout(stop) ? 'out of time' : 'stopped'
}

/** Whoever aborts because time is up says so with a TimeoutError, as AbortSignal.timeout does. */
function isTimeout(stop: AbortSignal): boolean {
  return stop.reason instanceof DOMException && stop.reason.name === 'TimeoutError'
}
