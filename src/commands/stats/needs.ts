import { counted, formatAge, formatDuration, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { signsOf } from '../../cli/output/signs.ts'
import { truncated } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import { printable } from '../../printable.ts'
import type { StatsSummary } from './summary.ts'

const INDENT = '  '

/** Something that somebody has to see to, and the command that helps. */
interface Need {
  readonly of: 'failed' | 'stale' | 'foreign' | 'pending'
  readonly words: string
  readonly command: string
}

export function needsOf(summary: StatsSummary): Need[] {
  const {
    failed,
    failureKindsInAll,
    stale,
    oldestStaleAt,
    foreign,
    foreignPercent,
    pending,
    oldestPendingAt,
    countedAt,
  } = summary
  const needs: Need[] = [
    {
      of: 'failed',
      words: `${formatNumber(failed)} failed, of ${counted(failureKindsInAll, 'kind')}`,
      command: 'failures',
    },
    {
      of: 'stale',
      words: `${formatNumber(stale)} stale, changed up to ${ageOf(oldestStaleAt, countedAt)} ago`,
      command: 'backfill --stale',
    },
    {
      of: 'foreign',
      words: `${formatNumber(foreign)} foreign (${foreignPercent ?? 0}%), with keywords of another program`,
      command: 'backfill --foreign',
    },
    {
      of: 'pending',
      words: `${formatNumber(pending)} pending, oldest ${ageOf(oldestPendingAt, countedAt)}`,
      command: 'backfill',
    },
  ]
  return needs.filter((need) => summary[need.of] > 0)
}

/** Each with its mark, kinds of failures below what failed; or that nothing needs anybody. */
export function needLines(summary: StatsSummary, output: Output): string[] {
  const { unicode } = output.stdoutTerminal
  const { good, bad } = signsOf(output.stdoutTerminal)
  const { red, yellow, cyan, green } = output.style
  const marks = {
    failed: { sign: bad, colour: red },
    stale: { sign: '!', colour: yellow },
    foreign: { sign: '!', colour: yellow },
    pending: { sign: unicode ? '•' : '-', colour: cyan },
  }
  const needs = needsOf(summary)
  if (needs.length === 0) return marked({ sign: good, colour: green }, 'nothing needs anybody', output)
  return needs.flatMap(({ of, words, command }) => [
    ...marked(marks[of], `${words}: \`${command}\``, output),
    ...(of === 'failed' ? kindLines(summary, output) : []),
  ])
}

interface Mark {
  readonly sign: string
  readonly colour: (text: string) => string
}

function marked({ sign, colour }: Mark, text: string, { layout }: Output): string[] {
  return wrapped(wordsOf(`${sign} ${text}`), layout.width - INDENT.length).map((line, at) =>
    at === 0 ? line.replace(sign, () => colour(sign)) : INDENT + line,
  )
}

/** A command to be copied is one. */
function wordsOf(text: string): readonly string[] {
  return text.match(/`[^`]*`|\S+/g) ?? []
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
