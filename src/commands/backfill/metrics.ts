import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { Output } from '../../cli/output/output.ts'
import { replaceFile } from '../../cli/output/replace-file.ts'
import type { Database } from '../../database/connection/connect.ts'
import type { RunEnding } from '../../database/records/runs.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { messageOf } from '../../errors.ts'
import type { EndMetrics } from '../../metrics/end-metrics.ts'
import type { PaceMetrics } from '../../metrics/pace-metrics.ts'
import type { RunMetrics } from '../../metrics/run-metrics.ts'
import { readBacklog } from '../../processing/lanes/backlog.ts'
import type { LaneWeight } from '../../processing/lanes/priority.ts'
import { SIGNALS } from '../../processing/pace/signals.ts'
import { Tally } from '../../processing/run/tally.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'

/** What a backfill tells the node exporter, and the tally that it is fed from. */
export interface BackfillMetrics {
  readonly tally: Tally
  readonly run: RunMetrics
  readonly pace: PaceMetrics
  /** Writes the file for the last time, unless that was done: to be called while the database is still open. */
  end(ending: RunEnding): Promise<void>
}

const WRITE_MS = 15_000
/** The file is read long after it was written. */
const NOW = 0

/**
 * Writes the file, and from now on every 15 s; undefined where nobody asks for it. What tells the metrics is loaded
 * where it is used: it takes a while.
 * @throws {ToolError} where it can't be written
 */
export async function openMetrics(
  { output, host, version }: CommandContext,
  { metricsFile: file }: BackfillFlags,
): Promise<BackfillMetrics | undefined> {
  if (file === undefined) return undefined
  const { RunMetrics } = await import('../../metrics/run-metrics.ts')
  const { EndMetrics } = await import('../../metrics/end-metrics.ts')
  const { PaceMetrics } = await import('../../metrics/pace-metrics.ts')
  const tally: Tally = new Tally((settled) => run.settled(settled))
  const run = new RunMetrics({ version, command: 'backfill', host, withheld: () => tally.withheld })
  const pace = new PaceMetrics(run, SIGNALS)
  const end = new EndMetrics(run)
  const write = async () => replaceFile('--metrics-file', file, await run.text(NOW), host.pid)
  await write()
  return new Written({ tally, run, pace, end, write, output })
}

interface Parts {
  readonly tally: Tally
  readonly run: RunMetrics
  readonly pace: PaceMetrics
  readonly end: EndMetrics
  readonly write: () => Promise<void>
  readonly output: Output
}

class Written implements BackfillMetrics {
  readonly tally: Tally
  readonly run: RunMetrics
  readonly pace: PaceMetrics
  readonly #parts: Parts
  readonly #writes = new OneAtATime()
  readonly #timer: NodeJS.Timeout
  #isEnded = false

  constructor(parts: Parts) {
    this.tally = parts.tally
    this.run = parts.run
    this.pace = parts.pace
    this.#parts = parts
    this.#timer = setInterval(() => this.#writes.begin(() => this.#write()), WRITE_MS)
    this.#timer.unref()
  }

  async end(ending: RunEnding): Promise<void> {
    if (this.#isEnded) return
    this.#isEnded = true
    clearInterval(this.#timer)
    await this.#writes.ended()
    this.#parts.end.ended(ending)
    await this.#write()
  }

  /** A full disk must not end the work. */
  async #write(): Promise<void> {
    try {
      await this.#parts.write()
    } catch (error) {
      this.#parts.output.warning(messageOf(error))
    }
  }
}

/** Adds what the database holds. */
export async function addReadings(
  { run }: BackfillMetrics,
  database: Database,
  table: TableShape,
  lanes: readonly LaneWeight[] | undefined,
): Promise<void> {
  const { addBacklog } = await import('../../metrics/backlog-metrics.ts')
  addBacklog(run, () => readBacklog(database, table, lanes), { hasLanes: lanes !== undefined })
}
