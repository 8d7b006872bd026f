import { widthOf } from './width.ts'

/** Words in lines of at most `room` cells; a word that is longer is broken. */
export function wrapped(words: readonly string[], room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.flatMap((long) => pieces(long, room))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A word in pieces that fit. */
function pieces(word: string, room: number): string[] {
  if (widthOf(word) <= room) return [word]
  const found: string[] = []
  let piece = ''
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (widthOf(piece) + widthOf(segment) > room) {
      found.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...found, piece]
}

/** Sentences in lines of at most `width` cells, each as far from the margin as it was. */
export function wrappedText(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n')
}

function wrappedLine(line: string, width: number): string {
  if (widthOf(line) <= width) return line
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines = wrapped(line.trimStart().split(' '), width - indent.length)
  return lines.map((part) => indent + part).join('\n')
}
