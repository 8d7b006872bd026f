import { sparkline } from '../../cli/output/bar.ts'
import { counted, formatAge, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { commandOf, stateOf } from '../../cli/output/runs.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { LatestRun } from '../../database/records/latest-run.ts'
import { printable } from '../../printable.ts'
import type { StatsSummary } from './summary.ts'

const GAP = '   '

/** What was finished in each of the last 24 hours, and the last run: in one line where that has room. */
export function activityLines(summary: StatsSummary, { layout, style, stdoutTerminal }: Output): string[] {
  const { finishedByHour, lastRun, countedAt } = summary
  const finished = finishedByHour.reduce((sum, count) => sum + count, 0)
  const drawn = sparkline(finishedByHour, stdoutTerminal.unicode)
  const day = `24h ${drawn} ${formatNumber(finished)}`
  const run = lastRunWords(lastRun, countedAt)
  const lines =
    day.length + GAP.length + run.length <= layout.width
      ? [`${day}${GAP}${run}`]
      : [day, ...wrapped(run.split(' '), layout.width)]
  return lines.map((line) => line.replace(drawn, () => style.cyan(drawn)))
}

/** When, where and how it ended, or what it does. */
export function lastRunWords(run: LatestRun | null, now: Date): string {
  if (run === null) return 'no run yet'
  const state = stateOf(run, now)
  const where = `on ${printable(run.host)}`
  const others = run.atWork > 1 ? ` (${counted(run.atWork, 'run')} at work)` : ''
  if (run.finishedAt !== null)
    return `last run ${formatAge(run.finishedAt, now)} ago ${where}: ${commandOf(run)}, ${WORDS[state] ?? state}${others}`
  const seen = state === 'cut off' ? `, seen ${formatAge(run.seenAt, now)} ago` : ''
  return `last run began ${formatAge(run.startedAt, now)} ago ${where}: ${commandOf(run)}, ${state}${seen}${others}`
}

const WORDS: Readonly<Record<string, string>> = { limit: 'limit reached' }
