import type { LanguageModel, PlacedWord, Word } from '../language/model.ts'
import { isUnspaced, segmentWords } from '../language/unspaced.ts'
import { isNoise } from '../passages/readable.ts'
import { endOfChunk, endOfLetters, endOfRun, startOfRun } from './chunks.ts'

/** A word, number, mark or entity of a text, in reading order. */
export interface Token extends PlacedWord {
  readonly kind: 'word' | 'number' | 'mark' | 'entity'
  /** For a number or an entity the tagger is shown a stand-in. */
  readonly word: Word
  /** Opens a sentence, or stands in a Line Written Like This: its capital letter means nothing. */
  readonly opens: boolean
  /** Followed by a possessive 's. */
  readonly possessive: boolean
}

/** Finds entities inside a run without spaces; see `mentions.ts`. */
export interface EntityFinder {
  /** Returns true when the run, the word at that position, is an entity, which it has noted. */
  take(run: string, at: number): boolean
}

/** Splits a text into tokens. Time grows linearly with the text, whatever it is. */
export function scan(text: string, entities: EntityFinder, model: LanguageModel): Token[] {
  const scanner = new Scanner(entities, model)
  for (const line of text.split('\n')) scanner.readLine(line)
  return scanner.tokens
}

/** Longer words are no words. */
const LONGEST_WORD = 64
/** Lines with more words are sentences, not titles. */
const LONGEST_TITLE = 16
/** Shorter words may stay lower-case in a title. */
const SIGNIFICANT = 4

const MARKS = '.,;:!?)'
const PIECE = /[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}'’_.-]*[\p{L}\p{M}\p{N}])?/gu
/** Words joined by their capitals: `getUser`, `XMLHttpRequest`. Two alone are as often a name: `GitHub`. */
const CAMEL_CASE = /^[a-z]+[A-Z][a-z]|[a-z][A-Z][a-z]+[A-Z]|^[A-Z]{2,}[a-z]+[A-Z]/
const WORD = /^\p{L}[\p{L}\p{M}]*$/u
const COMPOUND = /^[\p{L}\p{M}]+(?:['’\-‐‑][\p{L}\p{M}]+)+$/u
const NUMBER = /^[+-]?[$€£¥]?\d[\d.,:/-]*(?:%|st|nd|rd|th|[$€£¥°])?$/
/** Letters of the alphabet and of another script in one, as in `PostgreSQL에서`: particles, articles, endings. */
const GLUED_SCRIPTS = /^(?=.*[a-z])(?=.*(?!\p{Script=Latin})\p{Lo}|.*[\p{Script=Cyrillic}\p{Script=Greek}])/iu
const LATIN_PIECE = /\p{Script=Latin}(?:[\p{Script=Latin}\p{M}\p{N}'’_./-]*[\p{Script=Latin}\p{N}])?/gu
const GLUED_SENTENCES = /^[a-z]{2,}[.][A-Z][a-z]+$/
const ENDS_SENTENCE = /[.!?…:;。！？]/
const ABBREVIATION =
  /^(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|no|fig|vol|inc|ltd|co|corp|jr|sr|gen|col|sgt|capt|rev|hon|dept|approx|cf|al|ed|eds|pp|[a-z]|(?:[a-z]\.)+[a-z]?)$/i

class Scanner {
  readonly tokens: Token[] = []
  readonly #entities: EntityFinder
  readonly #model: LanguageModel
  readonly #comma: Word
  readonly #fullStop: Word
  #opens = true
  #words = 0

  constructor(entities: EntityFinder, model: LanguageModel) {
    this.#entities = entities
    this.#model = model
    this.#comma = model.mark(',', ',')
    this.#fullStop = model.mark('.', '.')
  }

  readLine(line: string): void {
    const first = this.tokens.length
    let start = 0
    while (start < line.length) {
      const lettersEnd = endOfLetters(line, start)
      const end = endOfChunk(line, lettersEnd)
      if (lettersEnd > start && end === lettersEnd) this.#word(line.slice(start, end))
      else if (end > start) this.#readChunk(line.slice(start, end), lettersEnd - start)
      start = end + 1
    }
    this.#endSentence()
    if (this.tokens.length - first <= LONGEST_TITLE) this.#openAllOfTitle(first)
  }

  /** In a title with Capital Letters Throughout, or in capitals, these tell no names. */
  #openAllOfTitle(first: number): void {
    let significant = 0
    for (let i = first; i < this.tokens.length; i += 1) {
      const { kind, word } = this.tokens[i] as Token
      if (kind !== 'word' || word.text.length < SIGNIFICANT) continue
      if (word.text === word.lower) return
      significant += 1
    }
    if (significant < 2) return
    for (let i = first; i < this.tokens.length; i += 1) {
      this.tokens[i] = { ...(this.tokens[i] as Token), opens: true, asName: false }
    }
  }

  /** `letters`: how many plain Latin letters it begins with. */
  #readChunk(chunk: string, letters: number): void {
    if (letters > 0 && letters === chunk.length - 1 && MARKS.includes(chunk.slice(-1))) {
      this.#word(chunk.slice(0, -1))
      this.#close(chunk.slice(0, -1), chunk.slice(-1))
    } else if (isUnspaced(chunk)) this.#unspaced(chunk)
    else if (isNoise(chunk)) this.#pause()
    else this.#readMarkedRun(chunk)
  }

  #readMarkedRun(chunk: string): void {
    const start = startOfRun(chunk)
    const end = endOfRun(chunk, start)
    if (start > 0) this.#pause()
    const trailing = chunk.slice(end)
    const run = chunk.slice(start, end)
    const stem = /['’]s$/.test(run) ? run.slice(0, -2) : run
    if (stem !== chunk && isNoise(stem)) this.#pause()
    else if (stem !== '') this.#readRun(stem, stem !== run || /^['’](?!.*['’])/.test(trailing))
    if (trailing !== '') this.#close(stem, trailing)
  }

  #readRun(run: string, possessive: boolean): void {
    if (GLUED_SCRIPTS.test(run)) this.#latinPieces(run)
    else if (WORD.test(run) || COMPOUND.test(run)) this.#word(run, possessive)
    else if (NUMBER.test(run)) this.#standIn('number', run, '12')
    else if (GLUED_SENTENCES.test(run) && this.#isGlued(run)) this.#pieces(run)
    else if (this.#take(run)) this.#standIn('entity', run, 'thing')
    else this.#pieces(run)
  }

  #latinPieces(run: string): void {
    for (const piece of run.match(LATIN_PIECE) ?? []) {
      this.#readRun(piece, false)
      this.#pause()
    }
  }

  /** Whether two sentences lost the space between them, as in `minutes.Prompt`. */
  #isGlued(run: string): boolean {
    return run.split('.').every((word) => word.length <= LONGEST_WORD && this.#model.word(word).known)
  }

  /** What is left: words with marks between them, as in `and/or`. */
  #pieces(run: string): void {
    for (const piece of run.match(PIECE) ?? []) {
      if (WORD.test(piece) || COMPOUND.test(piece)) this.#word(piece)
      else if (NUMBER.test(piece)) this.#standIn('number', piece, '12')
      else if (this.#take(piece)) this.#standIn('entity', piece, 'thing')
      this.#pause()
    }
  }

  #unspaced(text: string): void {
    for (const word of segmentWords(text))
      if (word.length <= LONGEST_WORD) this.#push('word', this.#model.word(word), false)
    this.#endSentence()
  }

  #word(text: string, possessive = false): void {
    if (text.length > LONGEST_WORD) this.#pause()
    else {
      const word = this.#model.word(text)
      const isCamelCase = word.text !== word.lower && CAMEL_CASE.test(text)
      if (isCamelCase && this.#take(text)) this.#standIn('entity', text, 'thing')
      else this.#push('word', word, possessive)
    }
  }

  #take(run: string): boolean {
    return this.#entities.take(run, this.#words)
  }

  #standIn(kind: 'number' | 'entity', text: string, shown: string): void {
    this.#push(kind, this.#model.mark(text, shown), false)
  }

  #push(kind: Token['kind'], word: Word, possessive: boolean): void {
    const asName = kind === 'word' && !this.#opens && word.text !== word.lower
    this.tokens.push({ kind, word, opens: this.#opens, asName, possessive })
    this.#opens = false
    this.#words += 1
  }

  #close(before: string, marks: string): void {
    if (marks === '.' && ABBREVIATION.test(before)) return
    if (ENDS_SENTENCE.test(marks)) this.#endSentence()
    else this.#pause()
  }

  #pause(): void {
    this.#mark(this.#comma)
  }

  #endSentence(): void {
    this.#mark(this.#fullStop)
    this.#opens = true
  }

  /** One mark where several stand in a row. */
  #mark(word: Word): void {
    const before = this.tokens.at(-1)
    if (before === undefined || before.kind === 'mark') return
    this.tokens.push({ kind: 'mark', word, opens: false, asName: false, possessive: false })
  }
}
