import { randomUUID } from 'node:crypto'
import type { Database } from '../database/connect.ts'
import { DatabaseFault } from '../database/fault.ts'
import { prune } from '../database/prune.ts'
import {
  otherRuns,
  type RunEnding,
  type RunStart,
  type RunWork,
  startRun,
  updateRun,
} from '../database/runs.ts'
import { OthersWork } from './others-work.ts'
import type { Tally } from './tally.ts'

const UPDATE_MS = 3_000
/** Updates between two steps of pruning: five minutes. */
const PRUNE_EVERY = 100

export interface RunRecordOptions {
  readonly database: Database
  readonly run: RunStart
  readonly work: RunWork
  readonly tally: Tally
  /** Told how much other runs on the same work have finished since this one began. */
  readonly onOthers?: (finished: number) => void
}

/**
 * The row in `runs` that tells what a run does, on which host, and how far it has come. Prunes old records, too:
 * every five minutes, and at the end of a run that nothing hurries.
 */
export class RunRecord {
  readonly #options: RunRecordOptions
  readonly #others = new OthersWork()
  readonly #timer: NodeJS.Timeout
  #updates: Promise<void>
  #count = 0

  private constructor(options: RunRecordOptions) {
    this.#options = options
    this.#updates = this.#bookKeeping(() => this.#readOthers())
    this.#timer = setInterval(() => {
      this.#updates = this.#updates.then(() => this.#bookKeeping(() => this.#update()))
    }, UPDATE_MS)
    this.#timer.unref()
  }

  /** @returns the record, and when the run began by the database's clock. */
  static async start(options: RunRecordOptions): Promise<{ record: RunRecord; startedAt: Date }> {
    const startedAt = await startRun(options.database, options.run, options.work)
    return { record: new RunRecord(options), startedAt }
  }

  async finish(ending: RunEnding): Promise<void> {
    clearInterval(this.#timer)
    await this.#updates
    await this.#bookKeeping(() => this.#update(ending))
    if (ending === 'done') await this.#bookKeeping(() => this.#prune())
  }

  async #update(ending?: RunEnding): Promise<void> {
    const { database, run, tally } = this.#options
    await updateRun(database, run.id, tally, ending)
    if (ending !== undefined) return
    await this.#readOthers()
    this.#count += 1
    if (this.#count % PRUNE_EVERY === 0) await this.#prune()
  }

  async #prune(): Promise<void> {
    await prune(this.#options.database, randomUUID())
  }

  async #readOthers(): Promise<void> {
    const { database, run, onOthers } = this.#options
    if (onOthers) onOthers(this.#others.finished(await otherRuns(database, run.id)))
  }

  /** Must not end a run, nor hide why it ended: a database that is gone is reported by the work. */
  async #bookKeeping(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error
    }
  }
}
