import { counted, formatAge, formatDuration, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { truncated } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import { printable } from '../../printable.ts'
import type { StatsSummary } from './summary.ts'

const INDENT = '  '

/** What somebody has to see to, each with the command that does, or that nothing has to be. */
export function needLines(summary: StatsSummary, output: Output): string[] {
  const { unicode } = output.stdoutTerminal
  const { red, yellow, cyan, green } = output.style
  const line = (mark: string, text: string, colour: (text: string) => string) =>
    wrapped(wordsOf(`${mark} ${text}`), output.layout.width - INDENT.length).map((part, at) =>
      at === 0 ? part.replace(mark, () => colour(mark)) : INDENT + part,
    )
  const lines = [
    ...(summary.failed === 0 ? [] : line(unicode ? '✖' : 'x', failedWords(summary), red)),
    ...kindLines(summary, output),
    ...(summary.stale === 0 ? [] : line('!', staleWords(summary), yellow)),
    ...(summary.foreign === 0 ? [] : line('!', foreignWords(summary), yellow)),
    ...(summary.pending === 0 ? [] : line(unicode ? '•' : '-', pendingWords(summary), cyan)),
  ]
  return lines.length > 0 ? lines : line(unicode ? '✔' : '+', 'nothing needs anybody', green)
}

/** A command to be copied is one. */
function wordsOf(text: string): readonly string[] {
  return text.match(/`[^`]*`|\S+/g) ?? []
}

function failedWords({ failed, failureKindsInAll }: StatsSummary): string {
  return `${formatNumber(failed)} failed, of ${counted(failureKindsInAll, 'kind')}: see \`failures\``
}

function staleWords({ stale, oldestStaleAt, countedAt }: StatsSummary): string {
  return `${formatNumber(stale)} stale, changed up to ${ageOf(oldestStaleAt, countedAt)} ago: \`backfill --stale\``
}

function foreignWords({ foreign, foreignPercent }: StatsSummary): string {
  const percent = foreignPercent === null ? '' : ` (${foreignPercent}%)`
  return `${formatNumber(foreign)} foreign${percent}, with keywords of another program: \`backfill --foreign\``
}

function pendingWords({ pending, oldestPendingAt, countedAt }: StatsSummary): string {
  return `${formatNumber(pending)} pending, oldest ${ageOf(oldestPendingAt, countedAt)}: \`backfill\``
}

/** `-infinity` is as old as a date can be. */
function ageOf(then: Date | null, now: Date): string {
  return then === null ? formatDuration(0) : formatAge(then, now)
}

/** A row a kind, cut to the width. */
function kindLines({ failureKinds, failureKindsInAll }: StatsSummary, { layout, style }: Output): string[] {
  // The first is the most frequent.
  const cells = formatNumber(failureKinds[0]?.count ?? 0).length
  const left = failureKindsInAll - failureKinds.length
  return [
    ...failureKinds.map(({ count, code, what }) =>
      truncated(
        `${INDENT}${formatNumber(count).padStart(cells)}  ${code}  ${printable(what).replaceAll('…', () => layout.ellipsis)}`,
        layout.width,
        layout.ellipsis,
      ),
    ),
    ...(left > 0 ? [style.dim(`${INDENT}and ${counted(left, 'kind')} more`)] : []),
  ]
}
