/**
 * Keys and values in the order in which jsonb keeps them: shorter keys first, by bytes of UTF-8, then bytewise. So a
 * breadcrumb gives the same, whether it comes from a file or from the database.
 */
export function entriesInOrder(object: object): [string, unknown][] {
  const entries = Object.entries(object)
  for (let i = 1; i < entries.length; i += 1) {
    // What comes from the database is in order already.
    if (compareEntries(entries[i - 1] ?? NOTHING, entries[i] ?? NOTHING) > 0)
      return entries.sort(compareEntries)
  }
  return entries
}

type Entry = readonly [string, unknown]
const NOTHING: Entry = ['', undefined]

function compareEntries([a]: Entry, [b]: Entry): number {
  return bytesOf(a) - bytesOf(b) || compareCodePoints(a, b)
}

function bytesOf(key: string): number {
  let bytes = key.length
  for (let i = 0; i < key.length; i += 1) {
    const code = key.charCodeAt(i)
    if (code >= 0x80) bytes += code < 0x800 || isSurrogate(code) ? 1 : 2
  }
  return bytes
}

/** As UTF-8 compares; both have as many bytes. */
function compareCodePoints(a: string, b: string): number {
  for (let i = 0; i < a.length; i += 1) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i))
    if (difference !== 0) return difference
  }
  return 0
}

/** Surrogates stand for what comes behind U+FFFF. */
function rank(code: number): number {
  return isSurrogate(code) ? code + 0x10000 : code
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff
}
