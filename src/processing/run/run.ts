import { randomUUID } from 'node:crypto'
import type { Database } from '../../database/connection/connect.ts'
import type { Selection } from '../../database/due/selection.ts'
import type { RunEnding } from '../../database/records/runs.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import { Leases } from '../path/leases.ts'
import { SharedPath } from '../path/path.ts'
import { ExtractionPool } from '../threads/pool.ts'
import { Patience, type WaitObserver } from './patience.ts'
import { RunRecord } from './record.ts'
import type { Tally } from './tally.ts'

export interface SessionOptions {
  readonly database: Database
  readonly shape: TableShape
  readonly command: string
  readonly host: { readonly name: string; readonly pid: number }
  /** The options a person gave, for the record; no secrets. */
  readonly options: object
  readonly extractor: ExtractorOptions
  readonly work: Omit<Selection, 'extractor' | 'startedAt'>
  readonly workerFile: URL
  readonly threads: number
  /** How long one text may take, in milliseconds; the pool's own limit when not given. */
  readonly timeLimit?: number
  /** Milliseconds. */
  readonly outageLimit: number
  readonly observer: WaitObserver
  readonly onSaved?: (rows: number, milliseconds: number) => void
  /** Told how much other runs on the same work have finished since this one began. */
  readonly onOthers?: (finished: number) => void
  readonly tally: Tally
  readonly stop: AbortSignal
}

/** All that a run works with, from its row in `runs` to its threads. */
export interface Session {
  readonly runId: string
  readonly selection: Selection
  readonly patience: Patience
  readonly path: SharedPath
}

/** Records a run, makes what it works with, and takes all of it down again, whatever happens. */
export async function withSession<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { database, shape, stop, tally, extractor, workerFile, threads } = options
  const runId = randomUUID()
  const fingerprint = fingerprintOf(extractor)
  const { record, startedAt } = await RunRecord.start({
    database,
    run: {
      id: runId,
      command: options.command,
      host: options.host.name,
      pid: options.host.pid,
      options: options.options,
      extractor: fingerprint,
    },
    work: options.work,
    tally,
    ...(options.onOthers && { onOthers: options.onOthers }),
  })
  const selection: Selection = { ...options.work, extractor: fingerprint, startedAt, runId }
  const patience = new Patience({ outageLimit: options.outageLimit, observer: options.observer, stop })
  const leases = new Leases(database)
  const pool = new ExtractionPool({
    workerFile,
    threads,
    extractor,
    ...(options.timeLimit !== undefined && { timeLimit: options.timeLimit }),
  })
  const path = new SharedPath({
    database,
    shape,
    pool,
    leases,
    patience,
    selection,
    runId,
    stop,
    ...(options.onSaved && { onSaved: options.onSaved }),
  })
  let ending: RunEnding = 'error'
  try {
    const result = await work({ runId, selection, patience, path })
    ending = endingOf(stop)
    return result
  } finally {
    await pool.close()
    await leases.close()
    await record.finish(ending)
  }
}

/** How a run ended that no error ended. */
export function endingOf(stop: AbortSignal): RunEnding {
  if (!stop.aborted) return 'done'
  return isTimeout(stop) ? 'out of time' : 'stopped'
}

/** Whoever aborts because time is up says so with a TimeoutError, as AbortSignal.timeout does. */
function isTimeout(stop: AbortSignal): boolean {
  return stop.reason instanceof DOMException && stop.reason.name === 'TimeoutError'
}
