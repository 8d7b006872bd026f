import type { BatchCost } from '../../database/claims/trial.ts'
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

/** Without a trial: what a breadcrumb of RCRT's own table costs. */
const WAL_BYTES_PER_ROW = 2_100
/** What a run does beside its batches, and waiting for each other; from measured runs. */
const OVERHEAD = 1.15
const PAGE_BYTES = 8_192
/** What of a page is logged, without the room in it. */
const PAGE_SHARE = 0.75

/**
 * How long it takes. Extraction shares this machine's cores with what this process does for claims, reading and saving,
 * and with all of that where the server is on the same machine. Elsewhere, the server is taken to do one batch at a time.
 */
export function secondsOf(
  rows: number,
  { perSecond, cpuSecondsPerRow }: ExtractionSpeed,
  cost: BatchCost | undefined,
  { isHere }: Storage,
  { cores, maxRate }: { readonly cores: number; readonly maxRate: number },
): number {
  if (rows === 0 || perSecond === 0) return 0
  const batch = cost === undefined ? 0 : cost.milliseconds / cost.rows / 1000
  const own = cost === undefined ? 0 : cost.ownMilliseconds / cost.rows / 1000
  const shared = (cpuSecondsPerRow + (isHere ? batch : own)) / cores
  const each = Math.max(1 / perSecond, shared, isHere ? own : batch)
  return rows * Math.max(each * OVERHEAD, 1 / maxRate)
}

/**
 * What it writes.
 * @param walBytesPerRow of a breadcrumb that is written; undefined where that can't be told
 */
export function writesOf(
  rows: number,
  cost: BatchCost | undefined,
  walBytesPerRow: number | undefined,
  storage: Storage,
  seconds: number,
): Pick<Plan, 'walBytes' | 'deadTuples' | 'growth'> {
  const written = rows * (cost === undefined ? 1 : share(cost.written, cost.rows))
  const perRow = (bytes: number) => bytes / Math.max(1, storage.rows)
  const records = written * (walBytesPerRow ?? WAL_BYTES_PER_ROW) + (rows - written) * OUTCOME_BYTES
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
  // So many different ones are met by as many writes to any of them.
  const met = storage.scatteredPages.map((pages) => pages * (1 - Math.exp(-written / pages)))
  const inOrder = storage.tableBytes / PAGE_BYTES + storage.orderedPages
  const passed = inOrder * share(written, Math.max(written, storage.rows))
  return checkpoints * (passed + met.reduce((sum, pages) => sum + pages, 0)) * PAGE_BYTES * PAGE_SHARE
}

export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
