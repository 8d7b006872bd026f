import type { Limits } from '../../cli/arguments/stats.ts'
import { formatDuration, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { signsOf } from '../../cli/output/signs.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { StatsSummary } from './summary.ts'

/** What is bad by these limits, in words; nothing where all is well. */
export function badOf(summary: StatsSummary, { maxFailed, maxWait, minCovered }: Limits): string[] {
  const { failed, oldestPendingAt, oldestStaleAt, coveragePercent, countedAt } = summary
  const waited = (what: string, since: Date | null) => {
    const ms = since === null ? 0 : countedAt.getTime() - since.getTime()
    if (ms <= maxWait) return []
    return [
      `${what} for ${formatDuration(ms / 1000)}, longer than ${formatDuration(maxWait / 1000)} (--max-wait)`,
    ]
  }
  return [
    ...(failed > maxFailed
      ? [`${formatNumber(failed)} failed, more than ${formatNumber(maxFailed)} (--max-failed)`]
      : []),
    ...waited('pending', oldestPendingAt),
    ...waited('stale', oldestStaleAt),
    ...(minCovered !== undefined && coveragePercent !== null && coveragePercent < minCovered
      ? [`${coveragePercent}% covered, less than ${minCovered}% (--min-covered)`]
      : []),
  ]
}

/** Above all else, since a monitor may show one line only. */
export function badLines(bad: readonly string[], { layout, style, stdoutTerminal }: Output): string[] {
  const { good, bad: mark } = signsOf(stdoutTerminal)
  if (bad.length === 0) return [style.green(`${good} nothing is bad`), '']
  const text = `${mark} bad: ${bad.join('; ')}`
  return [...wrapped(text.split(' '), layout.width).map((line) => style.red(line)), '']
}
