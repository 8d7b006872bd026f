import { createHash } from 'node:crypto'
import type { FailureText } from '../../database/records/failures.ts'
import { kindOf } from '../path/kind-of-failure.ts'

/** Failures of one cause, as far as their words tell. */
export interface FailureKind {
  /** Hexadecimal digits that name it, as few as tell it from the others; at least two. */
  readonly code: string
  /** What they say, without what differs from breadcrumb to breadcrumb. */
  readonly what: string
  readonly count: number
  /** When the newest of them failed, and its id. */
  readonly newest: Date
  readonly example: string
}

const SHORTEST_CODE = 2

/** The most frequent first. */
export function kindsOfFailures(texts: readonly FailureText[]): FailureKind[] {
  const kinds = new Map<string, Omit<FailureKind, 'code' | 'what'>>()
  for (const { error, count, newest, example } of texts) {
    const what = kindOf(error)
    const known = kinds.get(what)
    const last = known !== undefined && known.newest > newest ? known : { newest, example }
    kinds.set(what, { count: count + (known?.count ?? 0), newest: last.newest, example: last.example })
  }
  const names = [...kinds.keys()].map(nameOf)
  return [...kinds]
    .map(([what, kind]) => ({ code: shortest(nameOf(what), names), what, ...kind }))
    .sort((a, b) => b.count - a.count || b.newest.getTime() - a.newest.getTime())
}

/** Those whose names begin like that. */
export function kindsNamed(code: string, kinds: readonly FailureKind[]): FailureKind[] {
  return kinds.filter(({ what }) => nameOf(what).startsWith(code))
}

/** Stays the same from call to call, whatever other kinds there are. */
function nameOf(what: string): string {
  return createHash('sha256').update(what).digest('hex')
}

function shortest(name: string, names: readonly string[]): string {
  let length = SHORTEST_CODE
  while (names.some((other) => other !== name && other.startsWith(name.slice(0, length)))) length += 1
  return name.slice(0, length)
}
