import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../database/connection/connect.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import { prune } from '../../database/records/prune.ts'
import {
  otherRuns,
  type RunEnding,
  type RunStart,
  type RunWork,
  startRun,
  updateRun,
} from '../../database/records/runs.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'
import { OthersWork } from './others-work.ts'
import type { Tally } from './tally.ts'

const UPDATE_MS = 3_000
/** The end of a run waits no longer for its record. */
const FINISH_MS = 10_000
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
  readonly #updates = new OneAtATime()
  #count = 0

  private constructor(options: RunRecordOptions) {
    this.#options = options
    this.#updates.begin(() => this.#bookKeeping(() => this.#readOthers()))
    const update = (): Promise<void> => this.#bookKeeping(() => this.#record())
    this.#timer = setInterval(() => this.#updates.begin(update), UPDATE_MS)
    this.#timer.unref()
  }

  /** @returns the record, and when the run began by the database's clock. */
  static async start(options: RunRecordOptions): Promise<{ record: RunRecord; startedAt: Date }> {
    const startedAt = await startRun(options.database, options.run, options.work)
    return { record: new RunRecord(options), startedAt }
  }

  async finish(ending: RunEnding): Promise<void> {
    clearInterval(this.#timer)
    await Promise.race([this.#end(ending), delay(FINISH_MS, undefined, { ref: false })])
  }

  async #end(ending: RunEnding): Promise<void> {
    await this.#updates.ended()
    await this.#bookKeeping(() => this.#record(ending))
    if (ending === 'done') await this.#bookKeeping(() => this.#prune())
  }

  async #record(ending?: RunEnding): Promise<void> {
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
