import type { LanguageModel, PlacedWord, Word } from '../language/model.ts'
import { isUnspaced, segmentWords } from '../language/unspaced.ts'
import { isNoise } from '../passages/readable.ts'
import { isInCapitals, isTitle } from './capitals.ts'
import { endOfChunk, endOfLetters, endOfRun, startOfRun } from './chunks.ts'
import {
  AROUND_LATIN,
  CAMEL_CASE,
  COMPOUND,
  ENDS_SENTENCE,
  GLUED_SCRIPTS,
  GLUED_SENTENCES,
  INITIAL,
  isAbbreviation,
  isInitialism,
  LATIN_PIECE,
  NUMBER,
  PIECE,
  TWO_WORDS,
  WORD,
} from './spellings.ts'

/** A word, number, mark or entity of a text, in reading order. */
export interface Token extends PlacedWord {
  readonly kind: 'word' | 'number' | 'mark' | 'entity'
  /** For a number or an entity the tagger is shown a stand-in. */
  readonly word: Word
  /** Opens a sentence, or stands in a Line Written Like This: its capital letter means nothing. */
  readonly opens: boolean
  /** Followed by a possessive 's. */
  readonly possessive: boolean
  /** Stands in code, or in a line of capitals: it names nobody and nothing. */
  readonly nameless: boolean
}

/** Finds entities inside a run without spaces; see `mentions.ts`. */
export interface EntityFinder {
  /** Returns true when the run, the word at that position of the segment, is an entity, which it has noted. */
  take(run: string, at: number): boolean
}

/**
 * Splits a text into tokens. Time grows linearly with the text, whatever it is.
 *
 * @param before words of its segment that were split before
 */
export function scan(text: string, entities: EntityFinder, model: LanguageModel, before = 0): Token[] {
  const scanner = new Scanner(entities, model, before)
  for (const line of text.split('\n')) scanner.readLine(line)
  return scanner.tokens
}

/** Longer words are no words. */
const LONGEST_WORD = 64
const MARKS = '.,;:!?)'
/** Behind them a cell of a table begins, or what a list says of its word. */
const PARTS_CELLS = /^[;–—]$/

class Scanner {
  readonly tokens: Token[] = []
  readonly #entities: EntityFinder
  readonly #model: LanguageModel
  readonly #comma: Word
  readonly #fullStop: Word
  #opens = true
  /** Where a cell begins, the capital of a word that the dictionary has means nothing. */
  #opensCell = false
  /** Between backticks. */
  #inSpan = false
  #words: number

  constructor(entities: EntityFinder, model: LanguageModel, words: number) {
    this.#words = words
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
      else if (isInitial(line, start, end)) this.#word(line.slice(start, end))
      else if (end > start) this.#readChunk(line.slice(start, end), lettersEnd - start)
      start = end + 1
    }
    this.#inSpan = false
    this.#endSentence()
    if (isInCapitals(this.tokens, first)) this.#replaceFrom(first, { nameless: true })
    else if (!line.endsWith('.') && isTitle(this.tokens, first))
      this.#replaceFrom(first, { opens: true, asName: false })
  }

  #replaceFrom(first: number, change: Partial<Token>): void {
    for (let i = first; i < this.tokens.length; i += 1)
      this.tokens[i] = { ...(this.tokens[i] as Token), ...change }
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
    if (start > 0) this.#open(chunk.slice(0, start))
    if (PARTS_CELLS.test(chunk)) this.#opensCell = true
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
    else if (isInitialism(run)) this.#initialism(run, possessive)
    else if (GLUED_SENTENCES.test(run) && this.#isGlued(run)) this.#pieces(run)
    else if (this.#take(run)) this.#standIn('entity', run, 'thing')
    else this.#pieces(run)
  }

  #latinPieces(run: string): void {
    for (const piece of run.match(LATIN_PIECE) ?? []) {
      // Marks and figures of another script stay in a piece, which may be the whole run.
      if (piece.length < run.length) this.#readRun(piece, false)
      this.#pause()
    }
  }

  /** Whether two sentences lost the space between them, as in `minutes.Prompt`. */
  #isGlued(run: string): boolean {
    return run.split('.').every((word) => word.length <= LONGEST_WORD && this.#model.word(word).known)
  }

  #initialism(run: string, possessive: boolean): void {
    const isDotted = run.includes('.') && !run.endsWith('.')
    this.#push('word', this.#model.word(isDotted ? `${run}.` : run), possessive)
  }

  /** What is left: words with marks between them, as in `and/or`. */
  #pieces(run: string): void {
    for (const piece of run.match(PIECE) ?? []) {
      if (WORD.test(piece) || COMPOUND.test(piece)) this.#word(piece)
      else if (NUMBER.test(piece)) this.#standIn('number', piece, '12')
      else if (this.#take(piece)) this.#standIn('entity', piece, 'thing')
      else if (piece.includes('-')) this.#joined(piece.split('-'))
      this.#pause()
    }
  }

  /** `U.S.-based`, `10-year-old` */
  #joined(parts: readonly string[]): void {
    for (const part of parts) {
      if (WORD.test(part)) this.#word(part)
      else if (isInitialism(part)) this.#initialism(part, false)
    }
  }

  #unspaced(text: string): void {
    text.split(AROUND_LATIN).forEach((part, i) => {
      if (i % 2 === 0) this.#wordsOf(part)
      else if (!isNoise(part)) this.#readRun(part, false)
    })
    this.#endSentence()
  }

  #wordsOf(text: string): void {
    for (const word of segmentWords(text))
      if (word.length <= LONGEST_WORD) this.#push('word', this.#model.word(word), false)
  }

  #word(text: string, possessive = false): void {
    if (text.length > LONGEST_WORD) this.#pause()
    else {
      const word = this.#model.word(text)
      const isCamelCase =
        word.text !== word.lower && (CAMEL_CASE.test(text) || (this.#inSpan && TWO_WORDS.test(text)))
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
    const opens = this.#opens || (this.#opensCell && word.known)
    const asName = kind === 'word' && !opens && word.text !== word.lower
    this.tokens.push({ kind, word, opens, asName, possessive, nameless: this.#inSpan })
    this.#opens = false
    this.#opensCell = false
    this.#words += 1
  }

  #open(marks: string): void {
    if (marks.includes('`')) this.#inSpan = true
    this.#pause()
  }

  #close(before: string, marks: string): void {
    if (marks.includes('`')) this.#inSpan = false
    if (marks.startsWith('.') && isAbbreviation(before)) {
      if (marks.length > 1) this.#pause()
      return
    }
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
    this.tokens.push({ kind: 'mark', word, opens: false, asName: false, possessive: false, nameless: false })
  }
}

/** Whether a letter with a full stop stands before a name: `J. J. Abrams`. */
function isInitial(line: string, start: number, end: number): boolean {
  return (
    end - start === 2 && INITIAL.test(line.slice(start, end)) && /^ \p{Lu}/u.test(line.slice(end, end + 2))
  )
}
