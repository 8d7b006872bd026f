import { randomUUID } from 'node:crypto'
import { DatabaseFault } from '../../database/connection/fault.ts'
import type { CurrentRun } from '../../database/due/selection.ts'
import { prune } from '../../database/records/prune.ts'
import {
  type OtherRun,
  otherRuns,
  type RunEnding,
  type RunTimes,
  startRun,
  updateRun,
} from '../../database/records/runs.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'
import { pause } from '../../timing/pause.ts'
import type { RunSettings } from './run.ts'

const UPDATE_MS = 3_000
/** The end of a run waits no longer for its record. */
const FINISH_MS = 10_000
/** Updates between two steps of pruning: five minutes. */
const PRUNE_EVERY = 100

/** What a record needs to know of its run's settings. */
type RecordedSettings = Pick<
  RunSettings,
  'database' | 'selection' | 'command' | 'host' | 'options' | 'tally' | 'onOthers'
>

/**
 * The row in `runs` that tells what a run does, on which host, and how far it has come. Prunes old records, too:
 * every five minutes, and at the end of a run that nothing hurries.
 */
export class RunRecord {
  readonly #settings: RecordedSettings
  readonly #runId: string
  readonly #others = new OthersWork()
  readonly #timer: NodeJS.Timeout
  readonly #updates = new OneAtATime()
  #count = 0

  private constructor(settings: RecordedSettings, runId: string) {
    this.#settings = settings
    this.#runId = runId
    this.#updates.begin(() => this.#bookKeeping(() => this.#readOthers()))
    const update = (): Promise<void> => this.#bookKeeping(() => this.#record())
    this.#timer = setInterval(() => this.#updates.begin(update), UPDATE_MS)
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
    return { ...times, record: new RunRecord(settings, id) }
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

  async #record(ending?: RunEnding): Promise<void> {
    const { database, tally } = this.#settings
    await updateRun(database, this.#runId, tally, ending)
    if (ending !== undefined) return
    await this.#readOthers()
    this.#count += 1
    if (this.#count % PRUNE_EVERY === 0) await this.#prune()
  }

  async #prune(): Promise<void> {
    await prune(this.#settings.database, randomUUID())
  }

  async #readOthers(): Promise<void> {
    const { database, onOthers } = this.#settings
    if (onOthers) onOthers(this.#others.finished(await otherRuns(database, this.#runId)))
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
