import { counted, formatAge, formatDuration, formatNumber } from '../../cli/output/format.ts'
import { orderLines, orderWords } from '../../cli/output/orders.ts'
import type { Output } from '../../cli/output/output.ts'
import { commandOf, hostOf } from '../../cli/output/runs.ts'
import { block, type Column, fits, table } from '../../cli/output/table.ts'
import type { Given } from './give.ts'
import type { ListedRun } from './listed.ts'

const ID_SHOWN = 8
const COLUMNS: readonly Column[] = [
  { title: 'run' },
  { title: 'command', shrinksTo: 8 },
  { title: 'state', shrinksTo: 7 },
  { title: 'done', align: 'right' },
  { title: 'rows/s', align: 'right' },
  { title: 'all', align: 'right' },
  { title: 'ETA', align: 'right' },
  { title: 'seen', align: 'right' },
  { title: 'host', shrinksTo: 4 },
]

/** What a person reads of `runs`: a row a run, or a block where that has no room, and below it the orders it stands under. */
export function runsLines(runs: readonly ListedRun[], { layout, style }: Output): string[] {
  if (runs.length === 0) return ['No run is on record.']
  const rows = runs.map((run) => cellsOf(run))
  if (!fits(COLUMNS, rows, layout.width)) return runs.flatMap((run) => runBlock(run, layout.width))
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  return [
    style.dim(header),
    ...lines.flatMap((line, at) => [
      colourOf(runs[at], style)(line),
      ...orderLines(runs[at]?.orders ?? [], layout.width).map((text) => style.yellow(text)),
    ]),
  ]
}

function cellsOf(run: ListedRun): string[] {
  return [
    run.run.slice(0, ID_SHOWN),
    commandOf(run),
    run.state,
    doneOf(run),
    rateOf(run.rowsPerSecond),
    rateOf(run.fleetRowsPerSecond),
    run.etaSeconds === null ? '' : formatDuration(run.etaSeconds),
    seenOf(run),
    hostOf(run),
  ]
}

function runBlock(run: ListedRun, width: number): string[] {
  const { rowsPerSecond, fleetRowsPerSecond, etaSeconds } = run
  const details = [
    `${doneOf(run)} done`,
    ...(rowsPerSecond === null ? [] : [`${rateOf(rowsPerSecond)} rows/s`]),
    ...(fleetRowsPerSecond === null ? [] : [`${rateOf(fleetRowsPerSecond)} in all`]),
    ...(etaSeconds === null ? [] : [`ETA ${formatDuration(etaSeconds)}`]),
    `seen ${seenOf(run)} ago`,
    hostOf(run),
    ...run.orders.flatMap((order) => orderWords(order).split(/(?<=:) /)),
  ]
  return block(`${run.run.slice(0, ID_SHOWN)} ${commandOf(run)} ${run.state}`, details, width)
}

/** Of those at work by what all have done; of others what was their own. */
function doneOf(run: ListedRun): string {
  const own = formatNumber(run.processed + run.skipped + run.failed)
  if (run.finishedAt !== null || run.done === null || run.total === null) return own
  return `${formatNumber(run.done)}/${formatNumber(run.total)}`
}

function rateOf(rowsPerSecond: number | null): string {
  return rowsPerSecond === null ? '' : formatNumber(rowsPerSecond)
}

function seenOf({ seenAt, seenSecondsAgo }: ListedRun): string {
  return formatAge(seenAt, new Date(seenAt.getTime() + seenSecondsAgo * 1000))
}

/** By what somebody had better look at. */
function colourOf(
  run: ListedRun | undefined,
  { red, yellow, dim }: Output['style'],
): (line: string) => string {
  if (run?.state === 'error' || run?.state === 'cut off') return red
  if (run?.state === 'paused' || run?.state === 'stopping') return yellow
  return run?.finishedAt === null ? (line) => line : dim
}

/** What a person reads of an order that was given. */
export function givenLines({ action, rate, to, runs, lastsSeconds }: Given): string[] {
  const reached = counted(runs.length, 'run')
  const lasts = lastsSeconds === null ? '' : ` for ${formatDuration(lastsSeconds)}`
  const later = to === 'all' && action !== 'stop' ? ', and those that begin later' : ''
  const told = {
    pause: `Paused${lasts}: ${reached} at work${later}`,
    resume: `Resumed: ${reached} at work`,
    stop: `Told to stop: ${reached} at work`,
    rate:
      rate === null
        ? `At their own rate again: ${reached} at work`
        : `Held to ${formatNumber(rate)}/s each${lasts}: ${reached} at work${later}`,
  }
  return [`${told[action]}. \`rcrt-entities runs\` shows them.`]
}
