import { connect } from '../../src/database/connection/connect.ts'
import { prepareForWork } from '../../src/database/connection/open.ts'
import type { DueKind } from '../../src/database/due/selection.ts'
import { BatchSize } from '../../src/processing/backfill/batch-size.ts'
import { Drain } from '../../src/processing/backfill/drain.ts'
import { Pacer } from '../../src/processing/pace/pacer.ts'
import { withRun } from '../../src/processing/run/run.ts'
import { Tally } from '../../src/processing/run/tally.ts'

export interface DrainSettings {
  readonly url: string
  /** Another worker thread than the product's own. */
  readonly workerFile?: URL
  /** How long one text may take, in milliseconds. */
  readonly timeLimit?: number
  /** How long to wait for others, in milliseconds. */
  readonly othersLimit?: number
  /** `pending` when not given. */
  readonly kind?: DueKind
}

/** Works through all pending breadcrumbs in two threads of this process; tells what came of them, and why it waited. */
export async function drain(
  given: DrainSettings,
): Promise<{ readonly tally: Tally; readonly waits: readonly string[] }> {
  const { url, workerFile = WORKER_FILE, kind = 'pending', timeLimit, ...limits } = given
  const database = connect({ target: url, maxConnections: 5 })
  try {
    const table = await prepareForWork(database, false)
    const tally = new Tally()
    const waits: string[] = []
    const observer = {
      found() {},
      advanced() {},
      waiting: (reason: string) => waits.push(reason),
      resumed() {},
    }
    const settings = {
      database,
      table,
      selection: { kinds: [kind], filters: {}, includeUnembedded: false },
      command: 'test',
      host: { name: 'test', pid: process.pid },
      options: {},
      pool: { threads: 2, extractor: {}, workerFile, ...(timeLimit !== undefined && { timeLimit }) },
      outageLimit: 1_000,
      pacer: new Pacer(Number.POSITIVE_INFINITY),
      reach: () => null,
      onStopOrdered() {},
      observer,
      tally,
      stop: new AbortController().signal,
    }
    await withRun(settings, (run) =>
      new Drain(run, {
        pacer: new Pacer(Number.POSITIVE_INFINITY),
        batchSize: new BatchSize(100, 1_000),
        limit: 1_000,
        batchesAtOnce: 2,
        observer,
        tally,
        ...limits,
      }).run(),
    )
    return { tally, waits }
  } finally {
    await database.close()
  }
}

const WORKER_FILE = new URL('../../dist/processing/threads/worker.js', import.meta.url)
