// Where runs of characters begin and end in a line: chunks between spaces, and the word, number or name inside one.

const OTHER_SPACE = /\s/
const INSIDE = /[\p{L}\p{M}\p{N}]/u
/** Signs that belong to what follows: `@name`, `#tag`, `$HOME`, `/etc`, `~/x`, `.env`, `--flag`, `_name`. */
const LEADING_SIGNS = '@#$€£¥/~.-_+'
/** Signs that belong to what precedes: `C++`, `C#`, `20%`, `src/`, `3€`, `__init__`. */
const TRAILING_SIGNS = '+#%/$€£¥°_'

/** Position behind the plain Latin letters that begin there. */
export function endOfLetters(line: string, start: number): number {
  let end = start
  while (end < line.length && isLatinLetter(line.charCodeAt(end))) end += 1
  return end
}

function isLatinLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

/** Position of the next space, or the line's end. */
export function endOfChunk(line: string, start: number): number {
  for (let i = start; i < line.length; i += 1) {
    const code = line.charCodeAt(i)
    if (code <= 32 || (code >= 160 && OTHER_SPACE.test(line[i] ?? ''))) return i
  }
  return line.length
}

/** Position of the first character that is not a mark before a word. */
export function startOfRun(chunk: string): number {
  let start = 0
  while (start < chunk.length && !isInside(chunk, start) && !LEADING_SIGNS.includes(chunk[start] ?? ''))
    start += 1
  let word = start
  while (word < chunk.length && '_~*'.includes(chunk[word] ?? '')) word += 1
  return word > start && isLetter(chunk, word) && chunk[start] !== '~' ? word : start
}

/** Position behind the last character that is not a mark after a word. */
export function endOfRun(chunk: string, start: number): number {
  let end = chunk.length
  while (end > start) {
    const last = startOfLast(chunk, end)
    if (isInside(chunk, last) || TRAILING_SIGNS.includes(chunk[last] ?? '')) break
    end = last
  }
  return endsInBracket(chunk, start, end) ? end + 1 : end
}

/** `https://en.wikipedia.org/wiki/Rust_(programming_language)` */
function endsInBracket(chunk: string, start: number, end: number): boolean {
  if (chunk[end] !== ')' || !chunk.includes('://')) return false
  const run = chunk.slice(start, end)
  return run.lastIndexOf('(') > run.lastIndexOf(')')
}

/** Position of the last character before `end`: beyond the BMP they take two units. */
function startOfLast(chunk: string, end: number): number {
  return end > 1 && (chunk.codePointAt(end - 2) ?? 0) > 0xffff ? end - 2 : end - 1
}

function isLetter(chunk: string, at: number): boolean {
  return /\p{L}/u.test(String.fromCodePoint(chunk.codePointAt(at) ?? 0))
}

function isInside(chunk: string, at: number): boolean {
  const code = chunk.charCodeAt(at)
  if (code < 128) return isLatinLetter(code) || (code >= 48 && code <= 57)
  return INSIDE.test(String.fromCodePoint(chunk.codePointAt(at) ?? code))
}
