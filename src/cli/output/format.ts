/** `59s`, `4m 05s`, `2h 07m`, `3d 04h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole}s`
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${pad(whole % 60)}s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h ${pad((whole % 3600) / 60)}m`
  return `${Math.floor(whole / 86_400)}d ${pad((whole % 86_400) / 3600)}h`
}

/** Rounded down, so that 100 % means all; never above it. */
export function formatPercent(part: number, whole: number): string {
  if (whole === 0) return '100%'
  return `${Math.min(100, Math.floor((100 * part) / whole))}%`
}

/** `1 breadcrumb`, `2 breadcrumbs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** What a run says that has taken keywords away from breadcrumbs. */
export function turnedSecret(count: number): string {
  return `${counted(count, 'breadcrumb')} turned secret since their keywords were extracted; these are removed now`
}

/** `2026-11-10T20:04:54.706Z`, whether it came as a date or in PostgreSQL's JSON; `(unknown)` when there is none. */
export function formatTime(time: Date | string | null): string {
  return time === null ? '(unknown)' : new Date(time).toISOString()
}
