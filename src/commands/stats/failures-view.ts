import { counted, formatTime } from '../../cli/output/format.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { FailedBreadcrumb } from '../../database/records/newest-failures.ts'
import { printable } from '../../printable.ts'

const INDENT = '  '

/** The newest of all failures in `stats`, each with its whole error; nothing when there are none. */
export function failureLines(
  newest: readonly FailedBreadcrumb[],
  all: number,
  width: number,
  dim: (text: string) => string,
): string[] {
  if (newest.length === 0) return []
  const title = newest.length < all ? `failed (the newest ${newest.length} of ${all})` : 'failed'
  return ['', dim(title), ...newest.flatMap((failure) => linesOf(failure, width))]
}

function linesOf({ id, schema, failedAt, attempts, error }: FailedBreadcrumb, width: number): string[] {
  const details = `schema ${schema ?? '(none)'}, ${formatTime(failedAt)}, after ${counted(attempts, 'attempt')}: ${error}`
  return [id, ...wrapped(printable(details).split(' '), width - INDENT.length).map((line) => INDENT + line)]
}
