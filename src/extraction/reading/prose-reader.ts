import type { Knowledge } from '../knowledge.ts'
import type { Language } from '../language/languages.ts'
import type { Tag, Word } from '../language/model.ts'
import type { Mentions } from '../mentions/mentions.ts'
import { namesIn } from '../mentions/names.ts'
import { phrasesIn } from '../mentions/phrases.ts'
import { noteQuantities } from '../mentions/quantities.ts'
import type { Findings } from '../ranking/findings.ts'
import { SALIENCE } from '../ranking/salience.ts'
import { ForeignReader } from './foreign-reader.ts'
import { scan, type Token } from './scanner.ts'
import { stretchesOf } from './stretches.ts'

/** The parts of speech of words that carry meaning. */
export const CONTENT_TAGS: ReadonlySet<Tag> = new Set(['NOUN', 'PROPN', 'VERB', 'ADJ', 'X'])
/** A verb's form and a noun that only join words. */
const JOINING = new Set(['according', 'versus'])
const SMALL_NUMBERS = new Set(
  'one two three four five six seven eight nine ten twelve twenty thirty sixty ninety'.split(' '),
)
const UNITS_OF_TIME = new Set(
  'second seconds minute minutes hour hours day days week weeks month months year years'.split(' '),
)
const BLANK_LINES = /\n\s*\n/
const HAS_CAPITAL_INSIDE = /.\p{Lu}/u
const PLAIN_NUMBER = /^\d{3,4}$/
/** Words of the longest phrase that becomes a keyword. */
const LONGEST_KEYWORD = 4

/** Tokens of a text that may not tell its language. */
const LONGEST_HEADING = 8

/** Reads prose with the language model: names, noun phrases and the words that carry meaning. */
export class ProseReader {
  readonly #known: Knowledge
  readonly #findings: Findings
  readonly #mentions: Mentions
  readonly #foreign: ForeignReader
  readonly #personal: boolean
  /** Of the last text that was no heading; undefined for English. */
  #language: Language | undefined

  constructor(known: Knowledge, findings: Findings, mentions: Mentions, personal: boolean) {
    this.#known = known
    this.#findings = findings
    this.#mentions = mentions
    this.#foreign = new ForeignReader(known, findings, mentions)
    this.#personal = personal
  }

  read(text: string, weight: number): void {
    noteQuantities(text, this.#findings)
    const paragraphs = this.#paragraphsOf(text, weight)
    // Who is named can only be told from English.
    const stretches = this.#personal
      ? [{ language: undefined, tokens: paragraphs.flat() }]
      : stretchesOf(paragraphs, this.#language)
    for (const { language, tokens } of stretches) {
      if (language !== undefined || tokens.length > LONGEST_HEADING) this.#language = language
      if (language === undefined) this.#readEnglish(tokens, weight)
      else this.#foreign.read(tokens, language, weight)
    }
  }

  #paragraphsOf(text: string, weight: number): Token[][] {
    const finder = this.#mentions.inProse(weight)
    let words = 0
    return text.split(BLANK_LINES).map((lines) => {
      const tokens = scan(lines, finder, this.#known.model, words)
      words += countWords(tokens)
      return tokens
    })
  }

  #readEnglish(tokens: readonly Token[], weight: number): void {
    if (tokens.length === 0) return
    const tags = this.#known.model.tag(tokens)
    for (const { start, end } of namesIn(tokens, tags)) this.#name(tokens.slice(start, end), weight)
    let words = 0
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i] as Token
      if (token.kind === 'word') this.#word(token.word, tags[i] ?? 'X', words, weight)
      if (isCommonNoun(token, tokens[i - 1])) this.#findings.commonNoun(token.word.singular)
      if (token.kind === 'number' && !this.#personal) this.#number(tokens, i, weight)
      if (UNITS_OF_TIME.has(token.word.lower))
        this.#duration(tokens[i - 1]?.word.lower ?? '', token.word.lower)
      if (token.kind !== 'mark') words += 1
    }
    for (const { start, end } of phrasesIn(tokens, tags)) this.#phrase(tokens.slice(start, end), weight)
    if (this.#known.vocabulary.hasPhrases) this.#mentions.phrases(tokens)
    this.#findings.place.leaveSegment(words)
  }

  #name(words: readonly Token[], weight: number): void {
    const name = words.map(({ word }) => word.text).join(' ')
    if (this.#personal) {
      for (const { word } of words) this.#findings.keepOut(word.lower)
      return
    }
    this.#findings.name(name, weight, doubtfulOf(words))
    this.#findings.candidate(name.toLowerCase(), weight * SALIENCE.name)
  }

  /** The whole phrase is a term; it and the phrases of two to four words inside it may become keywords. */
  #phrase(words: readonly Token[], weight: number): void {
    if (
      words.length < 2 ||
      (this.#personal && words.some(({ kind, word }) => kind !== 'word' || !word.known))
    )
      return
    this.#findings.entity('term', words.map(({ word }) => word.lower).join(' '), weight)
    for (let size = 2; size <= Math.min(LONGEST_KEYWORD, words.length); size += 1) {
      const salience = weight * (size === words.length ? SALIENCE.phrase : SALIENCE.innerPhrase)
      for (let at = 0; at + size <= words.length; at += 1)
        this.#phraseKeywords(words, at, at + size, salience)
    }
  }

  #phraseKeywords(words: readonly Token[], start: number, end: number, weight: number): void {
    let modifiers = ''
    for (let i = start; i < end - 1; i += 1) modifiers += `${words[i]?.word.lower} `
    const { lower, singular } = (words[end - 1] as Token).word
    this.#findings.candidate(modifiers + singular, weight)
    if (singular !== lower) this.#findings.candidate(modifiers + lower, weight * SALIENCE.phraseAsWritten)
  }

  #word(word: Word, tag: Tag, at: number, weight: number): void {
    const { text, lower, stop, known, base, parts } = word
    this.#mentions.concepts(lower, at)
    if (text !== lower) this.#mentions.wordsOfName(word, at, weight)
    if (stop || JOINING.has(lower) || !CONTENT_TAGS.has(tag)) return
    for (const part of parts) this.#part(part, at, weight)
    // Nobody can tell the names of people who write without capitals from other words that are in no dictionary.
    if (this.#personal && !known) return
    this.#findings.candidate(base.lower, weight * specificity(base, tag))
  }

  /** Years, ports and codes of errors; figures beside others are amounts, accounts and telephone numbers. */
  #number(tokens: readonly Token[], i: number, weight: number): void {
    const { lower } = (tokens[i] as Token).word
    if (!PLAIN_NUMBER.test(lower) || tokens[i - 1]?.kind === 'number' || tokens[i + 1]?.kind === 'number')
      return
    this.#findings.candidate(lower, weight * SALIENCE.number)
  }

  /** In figures, durations are found with the other quantities. */
  #duration(count: string, unit: string): void {
    if (SMALL_NUMBERS.has(count)) this.#findings.entity('duration', `${count} ${unit}`, 1)
  }

  #part(part: string, at: number, weight: number): void {
    this.#mentions.concepts(part, at)
    const { stop, known, base } = this.#known.model.word(part)
    if (!stop && (known || !this.#personal))
      this.#findings.candidate(base.lower, weight * SALIENCE.hyphenPart)
  }
}

/** The first word of a name, where no dictionary has it but all the others: `Formatter`, `Formatter Detection`. */
function doubtfulOf([first, ...others]: readonly Token[]): string | undefined {
  if (first?.kind !== 'word' || first.word.known || HAS_CAPITAL_INSIDE.test(first.word.text)) return undefined
  const isTold = others.some(({ word }) => !word.known || word.usual === 'PROPN')
  return isTold ? undefined : first.word.singular
}

/** A word that no dictionary has, in small letters, in the plural or behind an article: "a formatter". */
function isCommonNoun({ kind, word }: Token, before: Token | undefined): boolean {
  if (kind !== 'word' || word.known || word.text !== word.lower) return false
  return word.singular !== word.lower || before?.word.lower === 'a' || before?.word.lower === 'an'
}

function countWords(tokens: readonly Token[]): number {
  let words = 0
  for (const { kind } of tokens) if (kind !== 'mark') words += 1
  return words
}

function specificity({ known }: Word, tag: Tag): number {
  const kind = tag === 'ADJ' ? SALIENCE.adjective : tag === 'VERB' ? SALIENCE.verb : SALIENCE.word
  return known ? kind : kind * SALIENCE.unknownWord
}
