import type { CommandContext } from '../../cli/context.ts'
import { endsAtOrder } from '../../cli/output/orders.ts'
import type { Database } from '../../database/connection/connect.ts'
import type { TableShape } from '../../database/schema/table.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import { BatchSize } from '../../processing/backfill/batch-size.ts'
import { withDrain } from '../../processing/backfill/with-drain.ts'
import { Pacer } from '../../processing/pace/pacer.ts'
import type { Settled } from '../../processing/path/settled.ts'
import { UNOBSERVED } from '../../processing/run/patience.ts'
import { Tally } from '../../processing/run/tally.ts'

/** What came of writing one breadcrumb. */
export interface Saved {
  readonly run: string
  /** `untouched` where another run or program held it. */
  readonly status: Settled['status'] | 'untouched'
  readonly error: string | null
}

interface Where {
  readonly database: Database
  readonly table: TableShape
  readonly maxConnections: number
}

const OUTAGE_LIMIT_MS = 30_000
const BATCH_ROWS = 500
const BATCH_MS = 1_000

/** Extracts breadcrumbs on the path of every run, whatever state they are in, and keeps what was there for `undo`. */
export async function saveAll(
  context: CommandContext,
  { database, table, maxConnections }: Where,
  ids: readonly string[],
  extractor: ExtractorOptions,
): Promise<ReadonlyMap<string, Saved>> {
  const { host, stop } = context
  let run = ''
  const saved = new Map<string, Saved>()
  const observer = {
    ...UNOBSERVED,
    found() {},
    advanced(_: number, settled: readonly Settled[]) {
      for (const one of settled)
        saved.set(one.id, { run, status: one.status, error: 'error' in one ? one.error : null })
    },
  }
  await withDrain({
    ...{ database, table, maxConnections, host, stop, observer },
    selection: { kinds: ['all'], filters: { ids }, includeUnembedded: true },
    command: 'inspect',
    options: { save: true, ids: ids.length, keepPrevious: true },
    keepsPrevious: true,
    pool: { threads: Math.min(host.cores, ids.length), extractor },
    pacer: new Pacer(Number.POSITIVE_INFINITY),
    batchSize: new BatchSize(BATCH_ROWS, BATCH_MS),
    limit: ids.length,
    outageLimit: OUTAGE_LIMIT_MS,
    reach: () => null,
    tally: new Tally(),
    onStopOrdered: endsAtOrder(context),
    onStarted: ({ id }) => {
      run = id
    },
  })
  return new Map(ids.map((id) => [id, saved.get(id) ?? { run, status: 'untouched', error: null }]))
}
