// A glob is a pattern for names: `*` stands for any characters, or none; `?` for one character; all else for itself.

/** Tells which names match a glob, as a whole, in a time that grows with the name's length alone. */
export function globMatcher(glob: string): (name: string) => boolean {
  if (!/[*?]/.test(glob)) return (name) => name === glob
  const pattern = [...glob]
  return (name) => matches(pattern, [...name])
}

/** What SQL's LIKE has to be given to match the same names: `knowledge.*` becomes `knowledge.%`. */
export function likePattern(glob: string): string {
  return glob
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
}

/** Where the rest does not match, only the last `*` need take more: a regular expression would try them all. */
function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0
  let lastStar = -1
  let afterStar = 0
  for (let position = 0; position < name.length; ) {
    if (pattern[at] === '*') {
      lastStar = at
      afterStar = position
      at += 1
    } else if (pattern[at] === '?' || pattern[at] === name[position]) {
      at += 1
      position += 1
    } else if (lastStar === -1) {
      return false
    } else {
      afterStar += 1
      at = lastStar + 1
      position = afterStar
    }
  }
  return pattern.slice(at).every((sign) => sign === '*')
}
