import stringWidth from 'string-width'

/** Words in lines of at most `room` cells; a word that is longer is broken. */
export function wrapped(words: readonly string[], room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.flatMap((long) => pieces(long, room))) {
    if (line !== '' && stringWidth(line) + 1 + stringWidth(word) > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A word in pieces that fit. */
function pieces(word: string, room: number): string[] {
  if (stringWidth(word) <= room) return [word]
  const found: string[] = []
  let piece = ''
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (stringWidth(piece) + stringWidth(segment) > room) {
      found.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...found, piece]
}
