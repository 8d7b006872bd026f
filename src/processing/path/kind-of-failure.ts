/** Texts longer than this say the same in their beginnings. */
const LONGEST = 200

/** What PostgreSQL names, which tells one fault from another. */
const NAMED = /(?:constraint|relation|table|column|index|type|function|trigger|policy|schema|role) "[^"]*"/
/** What differs from breadcrumb to breadcrumb. */
const OF_ONE = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
  /"[^"]*"|“[^”]*”|'[^']*'|«[^»]*»/,
  /\b(?=\w*\d)[\w.:/-]*\w/,
]
const PARTS = new RegExp([`(${NAMED.source})`, ...OF_ONE.map(({ source }) => source)].join('|'), 'gi')

/**
 * What kind of failure a text tells of: the same text without ids, numbers and what stands in quotes or brackets, which
 * differ from breadcrumb to breadcrumb. Names of constraints, columns and the like stay.
 */
export function kindOf(error: string): string {
  return error
    .replace(PARTS, (_, named?: string) => named ?? '…')
    .replace(/…(?:[\s,]*…)+/g, '…')
    .slice(0, LONGEST)
}

const MOST_REMEMBERED = 1_000

/** Tells the first failure of a kind from those that follow: of each, the first that is tried again and that is given up. */
export class KnownKinds {
  readonly #againMs: number
  readonly #toldAt = new Map<string, number>()

  /** @param againMs after so long, in milliseconds, a kind is news again; never when not given. */
  constructor(againMs = Number.POSITIVE_INFINITY) {
    this.#againMs = againMs
  }

  isNews(status: string, error: string): boolean {
    const kind = `${status} ${kindOf(error)}`
    const now = performance.now()
    if (now - (this.#toldAt.get(kind) ?? Number.NEGATIVE_INFINITY) < this.#againMs) return false
    if (this.#toldAt.size >= MOST_REMEMBERED) this.#toldAt.clear()
    this.#toldAt.set(kind, now)
    return true
  }
}
