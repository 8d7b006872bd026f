import { randomUUID } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { splitKeywords } from '../../database/claims/joined-keywords.ts'
import type { Result } from '../../database/claims/save.ts'
import type { BatchCost } from '../../database/claims/trial.ts'
import type { Database } from '../../database/connection/connect.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import type { DueCount } from '../../database/due/count-by-schema.ts'
import type { Selection } from '../../database/due/selection.ts'
import { type Replica, readStorage, type Storage } from '../../database/records/storage.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import { Patience, UNOBSERVED } from '../run/patience.ts'
import { ExtractionPool } from '../threads/pool.ts'
import { Work } from '../work.ts'
import { secondsOf, share, writesOf } from './plan-costs.ts'
import { extractSample, SAMPLE_ROWS, speedOf } from './plan-sample.ts'

/** What a backfill would come to, as far as a sample tells. Times are in seconds, sizes in bytes. */
export interface Plan {
  /** All that match. */
  readonly due: number
  /** Those that the limit lets through. */
  readonly rows: number
  /** Of all that match, the most first. */
  readonly schemas: readonly DueCount[]
  readonly sampled: number
  readonly skippedShare: number
  /** Those of which extraction fails. */
  readonly failedShare: number
  /** Of each sampled breadcrumb that has any. */
  readonly keywords: readonly number[]
  /** Rows a second, by all threads. */
  readonly extractedPerSecond: number
  /** Rows a second, claimed, read and saved on one connection; null where nothing could be written on trial. */
  readonly savedPerSecond: number | null
  /** Why not. */
  readonly untried: string | null
  readonly seconds: number
  readonly walBytes: number
  /** Versions of breadcrumbs that vacuum has to remove: one for each that is written. */
  readonly deadTuples: number
  /** Until vacuum. */
  readonly growth: { readonly tableBytes: number; readonly indexBytes: number }
  /** On the server's disk; null where it can't be seen from here. */
  readonly freeBytes: number | null
  readonly replicas: readonly Replica[]
}

export interface PlanOptions {
  readonly database: Database
  readonly table: TableShape
  readonly selection: Selection
  readonly extractor: ExtractorOptions
  readonly stop: AbortSignal
  readonly limit: number
  readonly threads: number
  readonly cores: number
  /** What this process has used of them so far. */
  readonly cpuSeconds: () => number
  /** Rows a second at most; Infinity for no limit. */
  readonly maxRate: number
  /** Whether some are written on trial, which is taken back. */
  readonly onTrial: boolean
}

/** A batch of a run may have twice as many: that costs hardly less a row. */
const TRIAL_ROWS = 250

/** Counts what is due, extracts a sample of it in memory, and saves some of that on trial. */
export async function planOf(options: PlanOptions): Promise<Plan> {
  const { database, selection, table, extractor, threads, stop } = options
  const work = new Work({
    ...{ database, table, selection },
    run: { id: randomUUID(), extractor: fingerprintOf(extractor), since: new Date() },
    patience: new Patience({ outageLimit: 0, observer: UNOBSERVED, stop }),
  })
  const pool = new ExtractionPool({ threads, extractor })
  try {
    // The language model takes the longest: all else is done while the threads load it.
    pool.start(SAMPLE_ROWS)
    return await planWith(work, pool, options)
  } finally {
    await pool.close()
  }
}

async function planWith(work: Work, pool: ExtractionPool, options: PlanOptions): Promise<Plan> {
  const [storage, schemas, sample] = await Promise.all([
    options.database.transaction(readStorage, { readOnly: true }),
    work.countDueBySchema(),
    extractSample(work, pool, options.cpuSeconds),
  ])
  const { extracted } = sample
  const due = schemas.reduce((sum, { count }) => sum + count, 0)
  const rows = Math.min(due, options.limit)
  const results = extracted.flatMap((one) => (one.kind === 'result' ? [one.result] : []))
  const batch = results.slice(0, TRIAL_ROWS)
  const why = whyUntried(options)
  const wal = why === undefined ? walPerRow(work, batch) : undefined
  const [speed, walBytesPerRow] = [await speedOf(pool, sample, options, wal), await wal]
  const trial = why === undefined ? await tried(work, batch, options.cpuSeconds) : { untried: why }
  const cost = 'untried' in trial ? undefined : trial
  const seconds = secondsOf(rows, speed, cost, storage, options)
  return {
    ...{ due, rows, schemas, sampled: extracted.length },
    skippedShare: share(results.filter(({ reason }) => reason !== null).length, extracted.length),
    failedShare: share(extracted.length - results.length, extracted.length),
    keywords: results.flatMap((result) => keywordCount(result)),
    extractedPerSecond: speed.perSecond,
    savedPerSecond: cost === undefined ? null : (1000 * cost.rows) / cost.milliseconds,
    untried: 'untried' in trial ? trial.untried : null,
    seconds,
    ...writesOf(rows, cost, walBytesPerRow, storage, seconds),
    freeBytes: await freeBytes(storage),
    replicas: storage.replicas,
  }
}

function whyUntried({ onTrial, table }: PlanOptions): string | undefined {
  if (!onTrial) return 'it was not asked for'
  if (table.isStandby) return 'the server is a standby'
  return table.hasOrders ? undefined : '`rcrt-entities migrate` has not been run'
}

/** The embedded database names no directory of this machine, nor does a server in a container. */
async function freeBytes({ isHere, dataDirectory }: Storage): Promise<number | null> {
  if (!isHere || dataDirectory === null) return null
  try {
    const { bavail, bsize } = await statfs(dataDirectory)
    return bavail * bsize
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null
    throw error
  }
}

/** A database that refuses the write says what would end the run. */
async function tried(
  work: Work,
  batch: readonly Result[],
  cpuSeconds: () => number,
): Promise<BatchCost | { untried: string }> {
  try {
    const cost = await work.batchOnTrial(batch, cpuSeconds)
    return cost.rows > 0 ? cost : { untried: 'others are at work on the sample' }
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error
    return { untried: error.message }
  }
}

/** Undefined where this role may not make tables in our schema; what refuses every write is told by a batch on trial. */
async function walPerRow(work: Work, batch: readonly Result[]): Promise<number | undefined> {
  try {
    return await work.walOnTrial(batch)
  } catch (error) {
    if (error instanceof DatabaseFault) return undefined
    throw error
  }
}

function keywordCount({ reason, keywords }: Result): number[] {
  return reason === null ? [splitKeywords(keywords).length] : []
}
