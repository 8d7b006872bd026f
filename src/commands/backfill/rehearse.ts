import { askedPriority } from '../../cli/settings/priority.ts'
import { EXIT_CODES, type ExitCode } from '../../errors.ts'
import { dryRun } from '../../processing/backfill/dry-run.ts'
import { ExtractionPool } from '../../processing/threads/pool.ts'
import { stoppedWithin } from '../../timing/stopped-by.ts'
import { RehearsalView } from './rehearsal-view.ts'
import { type Task, workOf } from './task.ts'

/** Extracts what the flags select and shows it; writes nothing anywhere. */
export async function rehearse(task: Task): Promise<ExitCode> {
  const { context, flags, extractor } = task
  const { output, host } = context
  const view = new RehearsalView(output)
  const stop = stoppedWithin(flags.maxDuration ?? Number.POSITIVE_INFINITY, context.stop)
  const work = workOf(task, view, stop)
  const pool = new ExtractionPool({ threads: flags.concurrency ?? host.cores, extractor })
  try {
    view.found(await work.countDue(flags.limit))
    for await (const extracted of dryRun(work, pool, { ...flags, priority: askedPriority(flags) }))
      view.add(extracted)
  } finally {
    view.stop()
    await pool.close()
  }
  view.summary()
  return EXIT_CODES.done
}
