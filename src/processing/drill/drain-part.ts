import type { Database } from '../../database/connection/connect.ts'
import { prepareForWork } from '../../database/connection/open.ts'
import { BatchSize } from '../backfill/batch-size.ts'
import { type DrainSettings, withDrain } from '../backfill/with-drain.ts'
import { Pacer } from '../pace/pacer.ts'
import { UNOBSERVED } from '../run/patience.ts'
import { Tally } from '../run/tally.ts'
import type { PoolOptions } from '../threads/pool.ts'
import type { Fault } from './rows.ts'

/** Who works on scratch rows. */
export interface Worker {
  readonly scratch: Database
  readonly host: DrainSettings['host']
  readonly stop: AbortSignal
  readonly onStopOrdered: DrainSettings['onStopOrdered']
}

interface DrainPartOptions {
  /** Rows a second; as fast as it goes when not given. */
  readonly rate?: number
  readonly pool?: Pick<PoolOptions, 'workerFile' | 'observer'>
}

/** Connections that a worker may use: a drill itself uses one more, which marks its schema. */
export const WORKER_CONNECTIONS = 4
const THREADS = 2
const BATCH_ROWS = 25
const BATCH_MS = 1_000
/** How long to wait for a database that is away. */
const OUTAGE_MS = 60_000

/**
 * Works through the rows that are there for a fault, as a backfill does: by the same path, with the same claims and the
 * same lease. They have no embedding.
 * @throws when it is stopped, as an aborted signal does
 */
export async function drainPart(
  { scratch, stop, ...worker }: Worker,
  part: Fault,
  { rate = Number.POSITIVE_INFINITY, pool }: DrainPartOptions = {},
): Promise<void> {
  await withDrain({
    ...worker,
    stop,
    database: scratch,
    table: await prepareForWork(scratch, false),
    selection: { kinds: ['pending'], filters: { schemas: [part] }, includeUnembedded: true },
    command: 'drill',
    options: {},
    pool: { threads: THREADS, extractor: {}, ...pool },
    maxConnections: WORKER_CONNECTIONS,
    pacer: new Pacer(rate),
    batchSize: new BatchSize(BATCH_ROWS, BATCH_MS),
    limit: Number.POSITIVE_INFINITY,
    outageLimit: OUTAGE_MS,
    observer: { ...UNOBSERVED, found() {}, advanced() {} },
    reach: () => null,
    tally: new Tally(),
  })
  stop.throwIfAborted()
}
