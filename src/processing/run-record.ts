import type { Database } from '../database/connect.ts'
import { DatabaseFault } from '../database/fault.ts'
import { type RunEnding, type RunStart, startRun, updateRun } from '../database/runs.ts'
import type { Tally } from './tally.ts'

const UPDATE_MS = 10_000

/** The row in `runs` that tells what a run does, on which host, and how far it has come. */
export class RunRecord {
  readonly #database: Database
  readonly #id: string
  readonly #tally: () => Tally
  readonly #timer: NodeJS.Timeout
  #updates: Promise<void> = Promise.resolve()

  private constructor(database: Database, id: string, tally: () => Tally) {
    this.#database = database
    this.#id = id
    this.#tally = tally
    this.#timer = setInterval(() => {
      this.#updates = this.#updates.then(() => this.#update())
    }, UPDATE_MS)
    this.#timer.unref()
  }

  /** @returns the record, and when the run began by the database's clock. */
  static async start(
    database: Database,
    run: RunStart,
    tally: () => Tally,
  ): Promise<{ record: RunRecord; startedAt: Date }> {
    const startedAt = await startRun(database, run)
    return { record: new RunRecord(database, run.id, tally), startedAt }
  }

  async finish(ending: RunEnding): Promise<void> {
    clearInterval(this.#timer)
    await this.#updates
    await this.#update(ending)
  }

  /** Book-keeping must not end a run, nor hide why it ended: a database that is gone is reported by the work. */
  async #update(ending?: RunEnding): Promise<void> {
    try {
      await updateRun(this.#database, this.#id, this.#tally(), ending)
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error
    }
  }
}
