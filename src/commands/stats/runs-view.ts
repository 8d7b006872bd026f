import { formatDuration } from '../../cli/format.ts'
import { type Layout, table } from '../../cli/table.ts'
import type { Run } from '../../database/runs.ts'

/** What a person reads of `stats --runs`. */
export function runLines(runs: readonly Run[], { width, ellipsis }: Layout): string[] {
  if (runs.length === 0) return ['No run is on record.']
  return table(
    [
      { title: 'started' },
      { title: 'command' },
      { title: 'host', shrinks: true },
      { title: 'took', align: 'right' },
      { title: 'processed', align: 'right' },
      { title: 'skipped', align: 'right' },
      { title: 'failed', align: 'right' },
      { title: 'ended', shrinks: true },
    ],
    runs.map((run) => [
      run.startedAt.toISOString().slice(0, 19).replace('T', ' '),
      run.command,
      `${run.host} (${run.pid})`,
      formatDuration(((run.finishedAt ?? run.seenAt).getTime() - run.startedAt.getTime()) / 1000),
      String(run.processed),
      String(run.skipped),
      String(run.failed),
      run.ending ?? stillRunning(run),
    ]),
    width,
    ellipsis,
  )
}

/** A run records its counts every 3 s. */
const SILENT_AFTER_MS = 60_000

function stillRunning(run: Run): string {
  return Date.now() - run.seenAt.getTime() > SILENT_AFTER_MS ? 'killed' : 'running'
}
