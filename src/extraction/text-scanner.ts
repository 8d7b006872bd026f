import { isNoise } from './readable.ts'
import { isUnspaced, segmentWords } from './unspaced.ts'

/** A word, number, mark or entity of a text, in reading order. */
export interface Token {
  readonly kind: 'word' | 'number' | 'mark' | 'entity'
  /** The author's spelling. */
  readonly text: string
  readonly lower: string
  /** The first word of a sentence: its capital letter means nothing. */
  readonly opens: boolean
  /** Followed by a possessive 's. */
  readonly possessive: boolean
}

/** Longer words are no words. */
const LONGEST_WORD = 64

const CHUNK = /\S+/g
const ASCII_WORD = /^[A-Za-z]+$/
const ASCII_WORD_AND_MARK = /^([A-Za-z]+)([.,;:!?)])$/
const LEADING_MARKS = /^[^\p{L}\p{N}@#$€£¥/~._-]+|^[_~]+(?=\p{L})/u
const TRAILING_MARKS = /[^\p{L}\p{M}\p{N}+#%/$€£¥°_-]+$|[_~]+$/u
const WORD = /^\p{L}[\p{L}\p{M}]*$/u
const HYPHENATED = /^[\p{L}\p{M}]+(?:['’\-‐‑][\p{L}\p{M}]+)+$/u
const NUMBER = /^[+-]?[$€£¥]?\d[\d.,:/-]*(?:%|st|nd|rd|th|[$€£¥°])?$/
const ENDS_SENTENCE = /[.!?…:;。！？]/
const ABBREVIATION =
  /^(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|no|fig|vol|inc|ltd|co|corp|jr|sr|gen|col|sgt|capt|rev|hon|dept|approx|cf|al|ed|eds|pp|[a-z]|(?:[a-z]\.)+[a-z]?)$/i

/** Finds entities inside a run without spaces; see `identifiers.ts`. */
export interface EntityFinder {
  /** Returns true when the run is an entity, which it has noted. */
  take(run: string): boolean
}

/** Splits a text into tokens. Time grows linearly with the text, whatever it is. */
export function scan(text: string, entities: EntityFinder): Token[] {
  const scanner = new Scanner(entities)
  for (const line of text.split('\n')) scanner.readLine(line)
  return scanner.tokens
}

class Scanner {
  readonly tokens: Token[] = []
  readonly #entities: EntityFinder
  #opens = true

  constructor(entities: EntityFinder) {
    this.#entities = entities
  }

  readLine(line: string): void {
    for (const [chunk] of line.matchAll(CHUNK)) this.#readChunk(chunk)
    this.#mark('.', true)
  }

  #readChunk(chunk: string): void {
    const plain = ASCII_WORD_AND_MARK.exec(chunk)
    if (ASCII_WORD.test(chunk)) this.#word(chunk)
    else if (plain?.[1] !== undefined && plain[2] !== undefined) {
      this.#word(plain[1])
      this.#closing(plain[1], plain[2])
    } else if (isNoise(chunk)) this.#mark(',', false)
    else this.#readMarkedRun(chunk)
  }

  #readMarkedRun(chunk: string): void {
    const leading = LEADING_MARKS.exec(chunk)?.[0] ?? ''
    const rest = chunk.slice(leading.length)
    const trailing = TRAILING_MARKS.exec(rest)?.[0] ?? ''
    if (leading !== '') this.#mark(',', false)
    this.#readRun(rest.slice(0, rest.length - trailing.length), trailing)
  }

  #readRun(run: string, trailing: string): void {
    const possessive = /['’]s?$/.test(run + trailing.slice(0, 1)) && !trailing.startsWith('’s')
    const stem = run.replace(/['’]s$/, '')
    if (stem === '') this.#mark(',', false)
    else if (WORD.test(stem) || HYPHENATED.test(stem)) this.#word(stem, possessive)
    else if (NUMBER.test(stem)) this.#push('number', stem)
    else if (this.#entities.take(stem)) this.#push('entity', stem)
    else this.#pieces(stem)
    if (trailing !== '') this.#closing(stem, trailing)
  }

  /** What is left: words with marks between them, as in `and/or` or `[link](…)`. */
  #pieces(run: string): void {
    for (const [piece] of run.matchAll(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’_.-]*/gu)) {
      const trimmed = piece.replace(/['’_.-]+$/, '')
      if (WORD.test(trimmed) || HYPHENATED.test(trimmed)) this.#word(trimmed)
      else if (NUMBER.test(trimmed)) this.#push('number', trimmed)
      else if (this.#entities.take(trimmed)) this.#push('entity', trimmed)
      this.#mark(',', false)
    }
  }

  #word(text: string, possessive = false): void {
    if (isUnspaced(text)) for (const word of segmentWords(text)) this.#push('word', word)
    else if (text.length > LONGEST_WORD) this.#mark(',', false)
    else this.#push('word', text, possessive)
  }

  #closing(word: string, marks: string): void {
    const ends = ENDS_SENTENCE.test(marks) && !(marks === '.' && ABBREVIATION.test(word))
    this.#mark(ends ? '.' : marks === '.' ? '' : ',', ends)
  }

  #push(kind: Token['kind'], text: string, possessive = false): void {
    this.tokens.push({ kind, text, lower: text.toLowerCase(), opens: this.#opens, possessive })
    this.#opens = false
  }

  #mark(text: string, ends: boolean): void {
    if (text !== '' && this.tokens.length > 0 && this.tokens.at(-1)?.text !== text) {
      this.tokens.push({ kind: 'mark', text, lower: text, opens: false, possessive: false })
    }
    if (ends) this.#opens = true
  }
}
