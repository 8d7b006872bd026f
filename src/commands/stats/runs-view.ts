import { formatDuration } from '../../cli/output/format.ts'
import { block, type Column, fits, type Layout, table } from '../../cli/output/table.ts'
import type { Run } from '../../database/records/runs.ts'

const COLUMNS: readonly Column[] = [
  { title: 'started' },
  { title: 'command' },
  { title: 'host', shrinksTo: 4 },
  { title: 'took', align: 'right' },
  { title: 'processed', align: 'right' },
  { title: 'skipped', align: 'right' },
  { title: 'failed', align: 'right' },
  { title: 'ended', shrinksTo: 7 },
]

/** What a person reads of `stats --runs`: a table, or a block for each run where that has no room. */
export function runLines(runs: readonly Run[], layout: Layout): string[] {
  if (runs.length === 0) return ['No run is on record.']
  const rows = runs.map((run) => [
    startOf(run),
    commandOf(run),
    hostOf(run),
    durationOf(run),
    String(run.processed),
    String(run.skipped),
    String(run.failed),
    endingOf(run),
  ])
  if (fits(COLUMNS, rows, layout.width)) return table(COLUMNS, rows, layout)
  return runs.flatMap((run) => runBlock(run, layout.width))
}

function runBlock(run: Run, width: number): string[] {
  const counts = [`${run.processed} processed`, `${run.skipped} skipped`, `${run.failed} failed`]
  return block(
    `${startOf(run)} ${commandOf(run)}`,
    [...counts, `${endingOf(run)} after ${durationOf(run)}`, hostOf(run)],
    width,
  )
}

function startOf(run: Run): string {
  return run.startedAt.toISOString().slice(0, 19).replace('T', ' ')
}

/** Those that tell what a run was about. */
const SHOWN_FLAGS = ['once', 'failed', 'stale', 'outdated', 'force']

function commandOf({ command, options }: Run): string {
  const given = new Map<string, unknown>(Object.entries(options))
  return [command, ...SHOWN_FLAGS.filter((flag) => given.get(flag) === true).map((flag) => `--${flag}`)].join(
    ' ',
  )
}

function hostOf(run: Run): string {
  return `${run.host} (${run.pid})`
}

function durationOf(run: Run): string {
  return formatDuration(((run.finishedAt ?? run.seenAt).getTime() - run.startedAt.getTime()) / 1000)
}

function endingOf(run: Run): string {
  return run.ending ?? stillRunning(run)
}

/** A run records its counts every 3 s; one that is silent was killed, or lost the database. */
const SILENT_AFTER_MS = 60_000

function stillRunning(run: Run): string {
  return Date.now() - run.seenAt.getTime() > SILENT_AFTER_MS ? 'cut off' : 'running'
}
