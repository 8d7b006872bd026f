import { formatAge, formatDuration, formatNumber } from '../../cli/output/format.ts'
import { orderLines, orderWords } from '../../cli/output/orders.ts'
import type { Output } from '../../cli/output/output.ts'
import { commandOf, hostOf, stateOf } from '../../cli/output/runs.ts'
import { block, type Column, fits, table } from '../../cli/output/table.ts'
import type { CountedRun } from '../../database/records/counted-runs.ts'

interface RunColumn extends Column {
  readonly value: (run: CountedRun, now: Date) => string
  /** Left out where no run has something to tell. */
  readonly isOptional?: true
}

const COLUMNS: readonly RunColumn[] = [
  { title: 'started', value: (run, now) => formatAge(run.startedAt, now) },
  { title: 'command', shrinksTo: 8, value: commandOf },
  { title: 'host', shrinksTo: 4, value: hostOf },
  { title: 'took', align: 'right', value: durationOf },
  { title: 'processed', align: 'right', value: ({ processed }) => formatNumber(processed) },
  { title: 'skipped', align: 'right', value: ({ skipped }) => formatNumber(skipped) },
  { title: 'failed', align: 'right', value: ({ failed }) => formatNumber(failed) },
  { title: 'withheld', align: 'right', isOptional: true, value: ({ withheld }) => formatNumber(withheld) },
  { title: 'ended', shrinksTo: 7, value: stateOf },
]

/**
 * What a person reads of `stats --runs`: a table, or a block for each run where that has no room.
 * @param now by the database's clock, as all times of runs are
 */
export function runLines(runs: readonly CountedRun[], now: Date, { layout, style }: Output): string[] {
  if (runs.length === 0) return ['No run is on record.']
  const columns = COLUMNS.filter(({ isOptional }) => !isOptional || runs.some(({ withheld }) => withheld > 0))
  const rows = runs.map((run) => columns.map(({ value }) => value(run, now)))
  if (!fits(columns, rows, layout.width)) return runs.flatMap((run) => runBlock(run, now, layout.width))
  const [header = '', ...lines] = table(columns, rows, layout)
  return [
    style.dim(header),
    ...lines.flatMap((line, at) => [
      colouredBy(runs[at], now, style)(line),
      ...orderLines(runs[at]?.orders ?? [], layout.width),
    ]),
  ]
}

function runBlock(run: CountedRun, now: Date, width: number): string[] {
  const counts = [`${formatNumber(run.processed)} processed`, `${formatNumber(run.skipped)} skipped`]
  const troubles = [
    `${formatNumber(run.failed)} failed`,
    ...(run.withheld > 0 ? [`${formatNumber(run.withheld)} withheld`] : []),
  ]
  return block(
    `${formatAge(run.startedAt, now)} ago ${commandOf(run)}`,
    [
      ...[...counts, ...troubles, `${stateOf(run, now)} after ${durationOf(run)}`, hostOf(run)],
      ...run.orders.map((order) => orderWords(order)),
    ],
    width,
  )
}

/** By what somebody had better look at. */
function colouredBy(
  run: CountedRun | undefined,
  now: Date,
  { red, yellow }: Output['style'],
): (line: string) => string {
  const state = run === undefined ? '' : stateOf(run, now)
  if (state === 'error' || state === 'cut off') return red
  return (run?.failed ?? 0) > 0 ? yellow : (line) => line
}

function durationOf(run: CountedRun): string {
  return formatDuration(((run.finishedAt ?? run.seenAt).getTime() - run.startedAt.getTime()) / 1000)
}
