/** Where its writer, or the typesetter of a page, divided a word at the end of a line. */
const DIVISION = /(?<=\p{L})[-\u2010][ \t]{0,2}\n[ \t]{0,20}(\p{Ll}+)/gu
const START = /(?:\p{L}{1,40}-)?\p{L}{1,40}$/u
/** `input- and output`: the first word goes on with what the other one has. */
const SUSPENDED = /^(?:and|or|to|und|oder|bis|et|ou|y|o|e)$/

/**
 * A text with the words whole that were divided at the ends of lines. The hyphen stays where it belongs to the word:
 * `well-known`, `state-of-the-art`.
 *
 * @param isWord whether a word, in lower case, is one of the dictionary
 */
export function withWholeWords(text: string, isWord: (word: string) => boolean): string {
  if (!/[-\u2010][ \t]{0,2}\n/.test(text)) return text
  return text.replace(DIVISION, (all, end: string, at: number) => {
    const start = START.exec(text.slice(Math.max(0, at - 81), at))?.[0] ?? ''
    if (SUSPENDED.test(end)) return all
    const isCompound = start.includes('-') || (isWord(start.toLowerCase()) && isWord(end))
    return isCompound && !isWord((start + end).toLowerCase()) ? `-${end}` : end
  })
}
