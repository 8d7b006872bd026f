import { createHash } from 'node:crypto'
import type { FailureText } from '../../database/records/failure-texts.ts'
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
  const byName = [...kinds].map(([what, kind]) => ({ name: nameOf(what), kind: { what, ...kind } }))
  byName.sort((a, b) => (a.name < b.name ? -1 : 1))
  return byName
    .map(({ name, kind }, at) => ({
      code: codeOf(name, byName[at - 1]?.name, byName[at + 1]?.name),
      ...kind,
    }))
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

/** As many of its first digits as tell it from the names before and after it in their order. */
function codeOf(name: string, before = '', after = ''): string {
  const shared = Math.max(sharedStart(name, before), sharedStart(name, after))
  return name.slice(0, Math.max(SHORTEST_CODE, shared + 1))
}

function sharedStart(one: string, other: string): number {
  let length = 0
  while (length < other.length && one[length] === other[length]) length += 1
  return length
}
