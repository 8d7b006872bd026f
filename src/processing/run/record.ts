import { randomUUID } from 'node:crypto'
import { DatabaseFault } from '../../database/connection/fault.ts'
import type { CurrentRun } from '../../database/due/selection.ts'
import type { Order } from '../../database/records/orders.ts'
import { prune } from '../../database/records/prune.ts'
import { type OtherRun, recordProgress } from '../../database/records/run-progress.ts'
import { type RunEnding, type RunTimes, startRun } from '../../database/records/runs.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'
import { pause } from '../../timing/pause.ts'
import { SmoothedRate, seconds } from '../../timing/rate.ts'
import type { RunSettings } from './run.ts'

/** An order is obeyed within 2 s. */
const UPDATE_MS = 1_000
/** The end of a run waits no longer for its record. */
const FINISH_MS = 10_000
/** Updates between two steps of pruning: five minutes. */
const PRUNE_EVERY = 300

/** What a record needs to know of its run's settings. */
type RecordedSettings = Pick<
  RunSettings,
  'database' | 'selection' | 'command' | 'host' | 'options' | 'tally' | 'onOthers' | 'reach'
> & { readonly onOrders: (orders: readonly Order[]) => void }

/**
 * The row in `runs` that tells what a run does, on which host, and how far it has come. With each update comes what
 * the run is told: orders, and what others have finished. Prunes old records, too: every five minutes, and at the end
 * of a run that nothing hurries.
 */
export class RunRecord {
  readonly #settings: RecordedSettings
  readonly #runId: string
  readonly #others = new OthersWork()
  readonly #rate = new SmoothedRate(seconds())
  readonly #timer: NodeJS.Timeout
  readonly #updates = new OneAtATime()
  #count = 0

  private constructor(settings: RecordedSettings, runId: string) {
    this.#settings = settings
    this.#runId = runId
    this.#timer = setInterval(() => this.#updates.begin(() => this.#update()), UPDATE_MS)
    this.#timer.unref()
  }

  /** @returns the record, when it began, and since when the run does not do again what others have done. */
  static async start(
    settings: RecordedSettings,
    { id, extractor }: Omit<CurrentRun, 'since'>,
  ): Promise<RunTimes & { readonly record: RunRecord }> {
    const { database, command, host, options, selection } = settings
    const start = { id, command, host: host.name, pid: host.pid, options, extractor }
    const times = await startRun(database, start, selection)
    const record = new RunRecord(settings, id)
    // An order to all holds from its first claim on.
    await record.#update()
    return { ...times, record }
  }

  async finish(ending: RunEnding): Promise<void> {
    clearInterval(this.#timer)
    await Promise.race([this.#end(ending), pause(FINISH_MS, undefined, { ref: false })])
  }

  async #end(ending: RunEnding): Promise<void> {
    await this.#updates.ended()
    await this.#bookKeeping(() => this.#record(ending))
    if (ending === 'done' || ending === 'limit') await this.#bookKeeping(() => this.#prune())
  }

  #update(): Promise<void> {
    return this.#bookKeeping(async () => {
      await this.#record()
      this.#count += 1
      if (this.#count % PRUNE_EVERY === 0) await this.#prune()
    })
  }

  async #record(ending?: RunEnding): Promise<void> {
    const { database, tally, reach, onOrders, onOthers } = this.#settings
    this.#rate.observe(tally.finished, seconds())
    const progress = { reach: reach(), perSecond: this.#rate.perSecond ?? null }
    const { orders, others } = await recordProgress(database, this.#runId, tally, progress, ending ?? null)
    if (ending !== undefined) return
    onOrders(orders)
    onOthers?.(this.#others.finished(others))
  }

  async #prune(): Promise<void> {
    await prune(this.#settings.database, randomUUID())
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

/** Adds up what other runs have finished since this one began. */
class OthersWork {
  /** What each had finished before. */
  readonly #before = new Map<string, number>()
  readonly #finished = new Map<string, number>()

  /** @param runs as they are now; one that is no longer among them keeps its count. */
  finished(runs: readonly OtherRun[]): number {
    for (const { id, finished, isNewer } of runs) {
      if (!this.#before.has(id)) this.#before.set(id, isNewer ? 0 : finished)
      this.#finished.set(id, finished - (this.#before.get(id) ?? 0))
    }
    return [...this.#finished.values()].reduce((sum, count) => sum + count, 0)
  }
}
