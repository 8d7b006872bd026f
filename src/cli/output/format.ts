/** `59s`, `4m 05s`, `2h 07m`, `3d 04h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole}s`
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${pad(whole % 60)}s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h ${pad((whole % 3600) / 60)}m`
  return `${Math.floor(whole / 86_400)}d ${pad((whole % 86_400) / 3600)}h`
}

/** `59s`, `4m`, `2h`, `3d`: how long ago, in the largest unit. */
export function formatAge(then: Date, now: Date): string {
  return formatDuration((now.getTime() - then.getTime()) / 1000).split(' ')[0] ?? ''
}

const NUMBERS = new Intl.NumberFormat('en')

/** `220,000`. */
export function formatNumber(value: number): string {
  return NUMBERS.format(value)
}

/** Rounded down, so that 100 % means all; never above it. */
export function formatPercent(part: number, whole: number): string {
  if (whole === 0) return '100%'
  return `${Math.min(100, Math.floor((100 * part) / whole))}%`
}

/** `1 breadcrumb`, `2,000 breadcrumbs`. */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** `1,200 processed, 3 skipped, 0 failed`. */
export function outcomeCounts(counts: {
  readonly processed: number
  readonly skipped: number
  readonly failed: number
}): string {
  const { processed, skipped, failed } = counts
  return `${formatNumber(processed)} processed, ${formatNumber(skipped)} skipped, ${formatNumber(failed)} failed`
}

/** What a failed attempt failed at, in the words that operators search for. */
export const FAILED_AT = { extraction: 'Entity extraction failed', saving: 'Saving failed' } as const

/** What work says that slows down. */
export function slowDownWords(cause: string): string {
  return `half of the last breadcrumbs failed for one cause, so that this run slows down: ${cause}`
}

/** A line for each kind of failures, the most frequent first; none where each failure was a kind of its own. */
export function kindLines(
  kinds: ReadonlyMap<string, { readonly count: number; readonly id: string }>,
): string[] {
  const sorted = [...kinds].sort(([, a], [, b]) => b.count - a.count)
  if (sorted.every(([, { count }]) => count === 1)) return []
  return sorted.map(([kind, { count, id }]) => `  ${formatNumber(count)} × ${kind} (such as ${id})`)
}

/** What is to be told of breadcrumbs that turned secret: those whose keywords are gone, and those that still have them. */
export function withholdingWarnings(outcome: {
  readonly withheld: number
  readonly refusal: { readonly count: number; readonly error: string } | undefined
}): string[] {
  const { withheld, refusal } = outcome
  const lines: string[] = []
  if (withheld > 0)
    lines.push(
      `${counted(withheld, 'breadcrumb')} turned secret since their keywords were extracted; these are removed now`,
    )
  if (refusal !== undefined) {
    const their = refusal.count === 1 ? 'has its' : 'have their'
    lines.push(
      `${counted(refusal.count, 'breadcrumb')} turned secret and still ${their} keywords: ${refusal.error}`,
    )
  }
  return lines
}

/**
 * `2026-11-10T20:04:54.706Z`, whether it came as a date or in PostgreSQL's JSON; `(unknown)` when there is none.
 * What no date can hold, such as `infinity`, is told in PostgreSQL's own words.
 */
export function formatTime(time: Date | string | null): string {
  if (time === null) return '(unknown)'
  if (time instanceof Date) return time.toISOString()
  const date = new Date(expandedYear(time))
  return Number.isNaN(date.getTime()) ? time : date.toISOString()
}

/** PostgreSQL writes `12026-…` and `0044-… BC` where ISO 8601 has `+012026-…` and `-000043-…`. */
function expandedYear(time: string): string {
  return time.replace(/^(\d{4,6})(-.*?)( BC)?$/, (_, digits: string, rest: string, era?: string) => {
    const year = era === undefined ? Number(digits) : 1 - Number(digits)
    return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}${rest}`
  })
}
