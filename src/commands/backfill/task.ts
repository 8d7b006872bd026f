import { randomUUID } from 'node:crypto'
import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { GlobalFlags } from '../../cli/settings/database.ts'
import type { Database } from '../../database/connection/connect.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import { selectionOf } from '../../processing/backfill/selection-of.ts'
import { Patience, type WaitObserver } from '../../processing/run/patience.ts'
import { Work } from '../../processing/work.ts'
import type { BackfillMetrics } from './metrics.ts'
import type { Named } from './named.ts'

/** A run over more than these tells first what it will cost, and spares the database. */
export const LARGE_ROWS = 100_000

/** What is to be done, once all flags are checked and the database is open. */
export interface Task extends Named {
  readonly context: CommandContext
  readonly flags: BackfillFlags & GlobalFlags
  readonly extractor: ExtractorOptions
  /** Undefined where nobody asked for them. */
  readonly metrics: BackfillMetrics | undefined
  readonly database: Database
  readonly table: TableShape
  readonly maxConnections: number
}

/** What there is to do, without a record of the run that does it. */
export function workOf(
  { flags, database, table, extractor, ids }: Task,
  observer: WaitObserver,
  stop: AbortSignal,
): Work {
  return new Work({
    database,
    table,
    selection: selectionOf(flags, ids),
    run: { id: randomUUID(), extractor: fingerprintOf(extractor), since: new Date() },
    patience: new Patience({ outageLimit: flags.retryFor, observer, stop }),
  })
}
