import type { Knowledge } from '../knowledge.ts'
import { ForeignWords } from '../language/foreign-words.ts'
import type { Language } from '../language/languages.ts'
import type { Tag, Word } from '../language/model.ts'
import type { Mentions } from '../mentions/mentions.ts'
import { type Name, namesIn } from '../mentions/names.ts'
import type { Findings } from '../ranking/findings.ts'
import { SALIENCE } from '../ranking/salience.ts'
import type { Token } from './scanner.ts'

const LATIN = /^[\p{Script=Latin}\p{M}'’-]+$/u
const APOSTROPHE = /['’]/
/** A language whose nouns all have capitals. */
const CAPITAL_NOUNS = 'de'

/** Reads prose of other languages than English: words by their stems, and names; no phrases. */
export class ForeignReader {
  readonly #known: Knowledge
  readonly #findings: Findings
  readonly #mentions: Mentions
  /** By code of the language. */
  readonly #words = new Map<string, ForeignWords>()

  constructor(known: Knowledge, findings: Findings, mentions: Mentions) {
    this.#known = known
    this.#findings = findings
    this.#mentions = mentions
  }

  read(tokens: readonly Token[], language: Language, weight: number): void {
    const words = this.#wordsOf(language)
    const own = tokens.map((token) =>
      token.kind === 'word' ? { ...token, word: words.word(token.word.text) } : token,
    )
    for (const { start, end } of namesOf(own, language)) this.#name(own.slice(start, end), weight)
    let at = 0
    for (const { kind, word } of tokens) {
      if (kind === 'word') this.#read(word, words, at, weight)
      if (kind !== 'mark') at += 1
    }
    if (this.#known.vocabulary.hasPhrases) this.#mentions.phrases(tokens)
    this.#findings.place.leaveSegment(at)
  }

  #wordsOf(language: Language): ForeignWords {
    const words = this.#words.get(language.code) ?? new ForeignWords(language)
    this.#words.set(language.code, words)
    return words
  }

  #name(tokens: readonly Token[], weight: number): void {
    const name = tokens.map(({ word }) => withoutArticle(word.text)).join(' ')
    this.#findings.entity('name', name, weight)
    this.#findings.candidate(name.toLowerCase(), weight * SALIENCE.name)
  }

  #read(english: Word, words: ForeignWords, at: number, weight: number): void {
    this.#mentions.concepts(english.lower, at)
    // With its article or its ending, as in `l'API`, a word says nothing more.
    if (!APOSTROPHE.test(english.lower)) this.#word(english, words, weight)
    for (const part of english.parts) {
      this.#mentions.concepts(part, at)
      this.#word(this.#known.model.word(part), words, weight * SALIENCE.hyphenPart)
    }
  }

  #word(english: Word, words: ForeignWords, weight: number): void {
    const { language } = words
    const isForeign = !LATIN.test(english.lower) || language.script.test('a')
    const word = words.word(english.lower)
    if (isForeign && !word.stop) this.#findings.candidate(word.base.lower, weight * SALIENCE.word)
    if (english.known ? english.stop || word.stop : isForeign) return
    this.#findings.candidate(english.base.lower, weight * (isForeign ? SALIENCE.loanWord : SALIENCE.word))
  }
}

/** `L'API`, `Docker'da`: what is longest between apostrophes is the name. */
function withoutArticle(text: string): string {
  return text.split(APOSTROPHE).reduce((longest, part) => (part.length > longest.length ? part : longest))
}

function namesOf(tokens: readonly Token[], { code }: Language): Name[] {
  const tags = tokens.map(({ asName }): Tag => (asName ? 'PROPN' : 'NOUN'))
  // Whole titles have capitals, and no dictionary tells which of their words are names.
  const names = namesIn(tokens, tags).filter(({ start, end }) => !isTitle(tokens.slice(start, end)))
  return code === CAPITAL_NOUNS ? names.filter((name) => isRowOfCapitals(tokens, name)) : names
}

function isTitle(words: readonly Token[]): boolean {
  return words.length > 1 && words.every(({ opens }) => opens)
}

function isRowOfCapitals(tokens: readonly Token[], { start, end }: Name): boolean {
  return end - start > 1 && tokens.slice(start, end).every(({ word }) => word.text !== word.lower)
}
