import { counted, formatDuration, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { picture } from '../../cli/output/symbols.ts'
import type { RunEnding } from '../../database/records/runs.ts'
import { printable } from '../../printable.ts'
import type { StartedRun } from '../../processing/run/run.ts'
import type { Tally } from '../../processing/run/tally.ts'
import type { ToldChange } from './pace-shown.ts'

/** What there is to tell of a backfill at its end. */
export interface BackfillSummary extends BackfillWords {
  /** Undefined where it did not come to be on record. */
  readonly run: StartedRun | undefined
  readonly tally: Tally
  readonly ending: RunEnding
  /** How many there were to do. */
  readonly total: number
  /** What its limit leaves to others. */
  readonly left: number
  /** Of those that are named, how many were not due any more; undefined where that is not known. */
  readonly movedAlready: number | undefined
  readonly seconds: number
  readonly paceChanges: readonly ToldChange[]
}

/** What depends on the flags. */
export interface BackfillWords {
  /** Which command tries again what failed. */
  readonly retry: string
  /** Those that `--schema` matches; empty where it is not given. */
  readonly schemas: readonly string[]
  /** How many breadcrumbs `--id` or `--kind` name, where they do. */
  readonly named: number | undefined
}

const MOST_SCHEMAS = 5

/** The document of `backfill --json`. */
export function summaryDocument(summary: BackfillSummary): object {
  const { run, tally, ending, total, left, named, movedAlready, seconds, paceChanges } = summary
  const { processed, skipped, failed } = tally
  return {
    run: run?.id ?? null,
    startedAt: run?.startedAt ?? null,
    ending,
    found: total,
    processed,
    skipped,
    skippedByReason: tally.skippedByReason,
    failed,
    failures: [...tally.failedByKind].map(([what, { count, id }]) => ({ what, count, example: id })),
    retrying: tally.retrying,
    withheld: tally.withheld,
    stillExposed: tally.exposed,
    truncated: tally.truncated,
    left,
    named: named ?? null,
    movedAlready: movedAlready ?? null,
    seconds: Number(seconds.toFixed(3)),
    rowsPerSecond: Math.round((processed + skipped + failed) / seconds),
    paceChanges,
  }
}

/** In one line: what came of it, and what it leaves behind; with the mark and colour of its worst part. */
export function summarySentence(summary: BackfillSummary, { stdoutTerminal, style }: Output): string {
  const { tally, ending, total } = summary
  const { processed, skipped, failed } = tally
  const sentence = total === 0 && ending === 'done' ? nothingToDo(summary) : whatCameOfIt(summary)
  if (ending === 'error' || (failed > 0 && processed + skipped === 0))
    return style.red(`${picture('failed', stdoutTerminal)}${sentence}`)
  if (failed > 0) return style.yellow(`${picture('missing', stdoutTerminal)}${sentence}`)
  return ending === 'done' && total > 0
    ? style.green(`${picture('done', stdoutTerminal)}${sentence}`)
    : sentence
}

function nothingToDo({ schemas, named }: BackfillSummary): string {
  if (named !== undefined) return `Nothing to do: of ${counted(named, 'named breadcrumb')}, none is due.`
  if (schemas.length === 0) return 'Nothing to do: no breadcrumb matches.'
  const listed = schemas.slice(0, MOST_SCHEMAS).map(printable).join(', ')
  const more = schemas.length > MOST_SCHEMAS ? ` and ${schemas.length - MOST_SCHEMAS} more` : ''
  return `Nothing to do: of ${listed}${more} nothing is due.`
}

function whatCameOfIt({ tally, ending, total, left, movedAlready, seconds, retry }: BackfillSummary): string {
  const { processed, skipped, failed, retrying, withheld, skippedByReason } = tally
  const reasons = Object.entries(skippedByReason).map(([reason, count]) => `${formatNumber(count)} ${reason}`)
  const parts = [
    `${formatNumber(processed)}/${formatNumber(total)} breadcrumbs processed`,
    reasons.length > 0
      ? `${formatNumber(skipped)} skipped (${reasons.join(', ')})`
      : `${formatNumber(skipped)} skipped`,
    ...(failed > 0 ? [`${formatNumber(failed)} failed`] : []),
    ...(retrying > 0 ? [`${formatNumber(retrying)} to be tried again`] : []),
    ...(withheld > 0 ? [`${formatNumber(withheld)} turned secret`] : []),
    ...(movedAlready ? [`${formatNumber(movedAlready)} had moved on already`] : []),
  ]
  const next = failed > 0 ? `; inspect tells why, ${retry} tries again` : ''
  return `Backfill: ${parts.join(', ')} in ${formatDuration(seconds)}${leftBehind(ending, left)}${next}`
}

function leftBehind(ending: RunEnding, left: number): string {
  switch (ending) {
    case 'done':
      return ''
    case 'limit':
      return `; --limit is reached, ${formatNumber(left)} are left: the same command with --limit all`
    case 'out of time':
      return '; --max-duration is over, the rest is left to the next run'
    case 'stopped':
      return '; stopped, the rest is left to the next run'
    case 'stopped by order':
      return '; stopped by order, the rest is left to the next run'
    case 'error':
      return '; ended by an error'
  }
}
