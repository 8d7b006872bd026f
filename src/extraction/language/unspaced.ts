/** Scripts that write without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

let segmenter: Intl.Segmenter | undefined

export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text)
}

/** The words of a text in such a script. */
export function segmentWords(text: string): string[] {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' })
  const words: string[] = []
  // Intl.Segmenter slows down on very long inputs.
  for (let start = 0; start < text.length; start += 1000) {
    for (const { segment, isWordLike } of segmenter.segment(text.slice(start, start + 1000))) {
      if (isWordLike === true) words.push(segment)
    }
  }
  return words
}
