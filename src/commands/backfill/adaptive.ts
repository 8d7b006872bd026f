import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import { DEFAULT_BUDGETS } from '../../cli/arguments/budgets.ts'
import { loadReader } from '../../database/health/load.ts'
import type { BatchSize } from '../../processing/backfill/batch-size.ts'
import type { Pacer } from '../../processing/pace/pacer.ts'
import { LoadWatch } from '../../processing/pace/watch-load.ts'
import { LARGE_ROWS, type Task } from './task.ts'
import type { BackfillView } from './view.ts'

/** Of the budget for a commit: shorter ones are left to the size of batches, longer ones to the pace. */
const BATCH_SHARE = 0.3

/** Whether a run of so many breadcrumbs spares the database. */
export function isAdaptive({ adaptive }: Pick<BackfillFlags, 'adaptive'>, found: number): boolean {
  return adaptive ?? found > LARGE_ROWS
}

/** What spares the database once it begins. */
export function loadWatchOf(
  { context, database, flags, metrics }: Task,
  pacer: Pacer,
  view: BackfillView,
): LoadWatch {
  return new LoadWatch({
    read: loadReader(database),
    pacer,
    budgets: { ...DEFAULT_BUDGETS, ...flags.budget },
    serverCores: flags.serverCores ?? context.host.cores,
    observer: {
      began: (pace) => {
        view.paceBegan(pace)
        metrics?.pace.began(pace)
      },
      paced: (change) => {
        view.paced(change)
        metrics?.pace.changed(change)
      },
      unreadable: (signals) => view.unreadable(signals),
      unread: (error) => view.unread(error),
      read: (readings) => {
        view.loadRead(readings)
        metrics?.pace.read(readings)
      },
    },
  })
}

/** Batches short enough for the budget of commits. */
export function shortenBatches(batchSize: BatchSize, { budget, targetBatchTime }: BackfillFlags): void {
  const { commits } = { ...DEFAULT_BUDGETS, ...budget }
  batchSize.aimAt(Math.min(targetBatchTime, commits * 1000 * BATCH_SHARE))
}
