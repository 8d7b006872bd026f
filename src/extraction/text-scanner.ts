import { isNoise } from './readable.ts'
import { isUnspaced, segmentWords } from './unspaced.ts'

/** A word, number, mark or entity of a text, in reading order. */
export interface Token {
  readonly kind: 'word' | 'number' | 'mark' | 'entity'
  /** The author's spelling. */
  readonly text: string
  readonly lower: string
  /** Opens a sentence or stands in a Line Written Like This: its capital letter means nothing. */
  opens: boolean
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
const GLUED_SENTENCES = /^[a-z]{2,}[.][A-Z][a-z]+$/
const ENDS_SENTENCE = /[.!?…:;。！？]/
const ABBREVIATION =
  /^(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|no|fig|vol|inc|ltd|co|corp|jr|sr|gen|col|sgt|capt|rev|hon|dept|approx|cf|al|ed|eds|pp|[a-z]|(?:[a-z]\.)+[a-z]?)$/i

/** Finds entities inside a run without spaces; see `identifiers.ts`. */
export interface EntityFinder {
  /** Returns true when the run is an entity, which it has noted. */
  take(run: string): boolean
}

/** Tells ordinary words of the language. */
export interface WordList {
  knows(word: string): boolean
}

/** Splits a text into tokens. Time grows linearly with the text, whatever it is. */
export function scan(text: string, entities: EntityFinder, words: WordList): Token[] {
  const scanner = new Scanner(entities, words)
  for (const line of text.split('\n')) scanner.readLine(line)
  return scanner.tokens
}

/** Longer lines are sentences. */
const LONGEST_TITLE = 16
/** Shorter words may stay lower-case in a title. */
const SIGNIFICANT = 4

/** In a title with Capital Letters Throughout, or in capitals, these tell no names. */
function openAllOfTitle(line: readonly Token[]): void {
  const words = line.filter(({ kind, text }) => kind === 'word' && text.length >= SIGNIFICANT)
  if (words.length < 2 || words.some(({ text, lower }) => text === lower)) return
  for (const token of line) token.opens = true
}

class Scanner {
  readonly tokens: Token[] = []
  readonly #entities: EntityFinder
  readonly #words: WordList
  #opens = true

  constructor(entities: EntityFinder, words: WordList) {
    this.#entities = entities
    this.#words = words
  }

  readLine(line: string): void {
    const first = this.tokens.length
    for (const [chunk] of line.matchAll(CHUNK)) this.#readChunk(chunk)
    this.#mark('.', true)
    if (this.tokens.length - first <= LONGEST_TITLE) openAllOfTitle(this.tokens.slice(first))
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
    else if (GLUED_SENTENCES.test(stem) && this.#glued(stem)) this.#pieces(stem)
    else if (this.#entities.take(stem)) this.#push('entity', stem)
    else this.#pieces(stem)
    if (trailing !== '') this.#closing(stem, trailing)
  }

  /** Whether two sentences lost the space between them, as in `minutes.Prompt`. */
  #glued(run: string): boolean {
    return run.split('.').every((word) => this.#words.knows(word.toLowerCase()))
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
