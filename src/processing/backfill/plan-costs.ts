import type { SaveCost } from '../../database/claims/trial.ts'
import { OUTCOME_BYTES } from '../../database/claims/wal-on-trial.ts'
import type { Storage } from '../../database/records/storage.ts'
import type { Plan } from './plan.ts'

/** How fast a sample was extracted. */
export interface ExtractionSpeed {
  /** Rows, by all threads. */
  readonly perSecond: number
  /** Of one core; less than the time where others want the cores, too. */
  readonly cpuSecondsPerRow: number
}

export interface TrialCost extends SaveCost {
  /** Of a breadcrumb that is written; undefined where that can't be told. */
  readonly walBytesPerRow: number | undefined
}

/** Without a trial: what a breadcrumb of RCRT's own table costs. */
const WAL_BYTES_PER_ROW = 2_100
/** Claims, reading and waiting for each other, on top of extraction and saving; from measured runs. */
const OVERHEAD = 1.15
const PAGE_BYTES = 8_192
/** What of a page is logged, without the room in it. */
const PAGE_SHARE = 0.75

/** How long it takes. Where the server is on the same machine, extraction and saving share its cores. */
export function secondsOf(
  rows: number,
  { perSecond, cpuSecondsPerRow }: ExtractionSpeed,
  cost: TrialCost | undefined,
  { isHere }: Storage,
  { cores, maxRate }: { readonly cores: number; readonly maxRate: number },
): number {
  if (rows === 0 || perSecond === 0) return 0
  const save = cost === undefined ? 0 : cost.milliseconds / cost.rows / 1000
  const shared = (cpuSecondsPerRow + save) / cores
  const each = Math.max(save, 1 / perSecond, isHere ? shared : 0)
  return rows * Math.max(each * OVERHEAD, 1 / maxRate)
}

/** What it writes. */
export function writesOf(
  rows: number,
  cost: TrialCost | undefined,
  storage: Storage,
  seconds: number,
): Pick<Plan, 'walBytes' | 'deadTuples' | 'growth'> {
  const written = rows * (cost === undefined ? 1 : share(cost.written, cost.rows))
  const perRow = (bytes: number) => bytes / Math.max(1, storage.rows)
  const records = written * (cost?.walBytesPerRow ?? WAL_BYTES_PER_ROW) + (rows - written) * OUTCOME_BYTES
  return {
    walBytes: Math.round(records + wholePages(written, records, storage, seconds)),
    deadTuples: Math.round(written),
    growth: {
      tableBytes: Math.round(written * perRow(storage.tableBytes)),
      indexBytes: Math.round(written * perRow(storage.indexBytes)),
    },
  }
}

/** After each checkpoint, a page is logged as a whole when it is first written to. */
function wholePages(written: number, bytes: number, storage: Storage, seconds: number): number {
  if (!storage.fullPageWrites) return 0
  const checkpoints = 1 + Math.floor(seconds / storage.checkpointSeconds + bytes / storage.maxWalBytes)
  const indexes = storage.indexPages.reduce((sum, count) => sum + Math.min(count, written), 0)
  // A run goes through the table in its order, and through indexes in all orders.
  const table = (storage.tableBytes / PAGE_BYTES) * share(written, Math.max(written, storage.rows))
  return checkpoints * (table + indexes) * PAGE_BYTES * PAGE_SHARE
}

export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
