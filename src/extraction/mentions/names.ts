import type { Tag } from '../language/model.ts'
import type { Token } from '../reading/scanner.ts'
import {
  ARTICLES,
  CALENDAR,
  CONNECTORS,
  isAcronym,
  isCapital,
  isCommand,
  isEmphasis,
  isOfDictionary,
  PERSONAL_TITLES,
  PREPOSITIONS,
  TERMS,
} from './name-words.ts'

/** Without title and possessive. */
export interface Name {
  /** Positions of the first token and behind the last. */
  readonly start: number
  readonly end: number
}

const LONGEST_NAME = 10
const YEAR = /^(?:1[5-9]|20)\d\d$/
const MOST_NOUNS = 3
const JOINERS = new Set(['in', 'to'])
const BEFORE_NAMES: readonly Tag[] = ['ADP', 'VERB', 'AUX']
const NOUN: readonly Tag[] = ['NOUN']
const CONTENT: readonly Tag[] = ['NOUN', 'ADJ']
/** `64 GB` */
const SIZE = /^[KMGTP]i?B$/
/** Behind a firm's name. */
const FIRM = /^(?:Inc|Ltd|Corp|Co)$/
/** A capital or a figure inside. */
const TELLING_SHAPE = /.[\p{Lu}\d]/u
/** Finds proper-noun mentions: people, organisations, products, places, works. */
export function namesIn(tokens: readonly Token[], tags: readonly Tag[]): Name[] {
  return new NameFinder(tokens, tags).find()
}

class NameFinder {
  readonly #tokens: readonly Token[]
  readonly #tags: readonly Tag[]

  constructor(tokens: readonly Token[], tags: readonly Tag[]) {
    this.#tokens = tokens
    this.#tags = tags
  }

  find(): Name[] {
    const names: Name[] = []
    let i = 0
    while (i < this.#tokens.length) {
      if (!this.#starts(i)) {
        i += 1
        continue
      }
      const end = this.#end(i)
      const name = this.#trimmed(i, end)
      if (name !== undefined) names.push(name)
      i = end
    }
    return names
  }

  /** Whether a name begins at this token. */
  #starts(i: number): boolean {
    const token = this.#tokens[i]
    if (token === undefined || !isCapital(token)) return false
    if (token.kind === 'entity') return !token.opens || this.#isCapital(i + 1)
    if (token.word.text === 'The') return !token.opens && this.#isCapital(i + 1)
    if (token.word.stop || isEmphasis(token)) return false
    if (!token.opens || !isOfDictionary(token.word)) return true
    return this.#tags[i] === 'NOUN' && this.#isCapital(i + 1) && !isCommand(token)
  }

  #end(start: number): number {
    let end = start + 1
    let joined = false
    while (end - start < LONGEST_NAME && this.#tokens[end - 1]?.possessive === false) {
      const next = this.#tokens[end]
      if (next === undefined) break
      if (this.#continues(end)) end += 1
      else if (this.#connects(end, start) && this.#isCapital(end + 1)) {
        joined = true
        end += 2
      } else if (
        this.#connects(end, start) &&
        ARTICLES.has(this.#tokens[end + 1]?.word.lower ?? '') &&
        this.#isCapital(end + 2)
      ) {
        joined = true
        end += 3
      } else if (this.#joins(end, start, joined)) end += 2
      else break
    }
    return end
  }

  /** `of` joins what somebody called so, not whom: `Bank of England`, but "Saito of NTT". */
  #connects(i: number, start: number): boolean {
    const { lower } = (this.#tokens[i] as Token).word
    if (!CONNECTORS.has(lower)) return false
    if (PREPOSITIONS.has(lower)) return this.#tokens.slice(start, i).some(({ word }) => word.known)
    return true
  }

  /** Between words that are no names themselves: `Arts and Sciences`, `Nobel Prize in Literature`. */
  #joins(i: number, start: number, joined: boolean): boolean {
    if (!this.#isOrdinary(i + 1)) return false
    if (this.#lower(i) === 'and') return joined || (this.#isOrdinary(i - 1) && this.#isNoun(i - 1))
    return JOINERS.has(this.#lower(i)) && i - start > 1 && this.#isOrdinary(i - 1)
  }

  #continues(i: number): boolean {
    const token = this.#tokens[i]
    if (token === undefined) return false
    if (token.kind === 'number')
      return /^\d{1,4}(?:\.\d+)?$/.test(token.word.text) && !YEAR.test(token.word.text)
    if (!isCapital(token) || token.word.stop) return false
    return !token.opens || !isOfDictionary(token.word)
  }

  #isCapital(i: number): boolean {
    const token = this.#tokens[i]
    return token !== undefined && isCapital(token) && !token.opens
  }

  /** A capitalised word of the dictionary that is no name, such as those of `Arts and Sciences`. */
  #isOrdinary(i: number): boolean {
    const word = this.#tokens[i]?.word
    if (word === undefined || !this.#isCapital(i) || TELLING_SHAPE.test(word.text)) return false
    return word.known && !word.stop && word.usual !== 'PROPN'
  }

  #isNoun(i: number): boolean {
    return this.#tokens[i]?.word.usual === 'NOUN'
  }

  #trimmed(start: number, end: number): Name | undefined {
    const first = this.#withoutTitle(start, end)
    const words = this.#tokens.slice(first, end)
    if (words.length === 0 || words.every(({ word, kind }) => kind === 'number' || CALENDAR.has(word.lower)))
      return undefined
    if (this.#hasYear(first)) return { start: first - 1, end: this.#nounsBehind(end, CONTENT) }
    const behind = words.length === 1 ? this.#termsBehind(end) : end
    if (behind - first === 1 && !this.#standsAlone(first)) return undefined
    return { start: first, end: behind }
  }

  /** Behind the nouns that make a name a term: `Brier score`, `Fisher information metric`. */
  #termsBehind(end: number): number {
    if (this.#tokens[end - 1]?.possessive !== false) return end
    const behind = this.#nounsBehind(end, NOUN)
    return TERMS.has(this.#tokens[behind - 1]?.word.singular ?? '') ? behind : end
  }

  /** Behind the words in small letters, of these parts of speech, that end in a noun. */
  #nounsBehind(end: number, allowed: readonly Tag[]): number {
    let behind = end
    let last = end
    while (behind - end < MOST_NOUNS && this.#isSmall(behind, allowed)) {
      behind += 1
      if (this.#tags[behind - 1] === 'NOUN') last = behind
    }
    return last
  }

  #isSmall(i: number, allowed: readonly Tag[]): boolean {
    const token = this.#tokens[i]
    if (token?.kind !== 'word' || token.word.text !== token.word.lower || token.word.stop) return false
    return allowed.includes(this.#tags[i] ?? 'X')
  }

  /** The year of what comes every year: `the 1992 Irish general election`, but "In 1992 NASA". */
  #hasYear(i: number): boolean {
    const isYear = this.#tokens[i - 1]?.kind === 'number' && YEAR.test(this.#lower(i - 1))
    return isYear && this.#tags[i - 2] === 'DET'
  }

  /** Behind `Professor` and `Fellow of the`. */
  #withoutTitle(start: number, end: number): number {
    let first = start
    while (first < end && PERSONAL_TITLES.has(this.#lower(first))) first += 1
    while (
      first > start &&
      first < end &&
      (PREPOSITIONS.has(this.#lower(first)) || this.#lower(first) === 'the')
    )
      first += 1
    return first
  }

  #lower(i: number): string {
    return this.#tokens[i]?.word.lower ?? ''
  }

  /** A single capitalised dictionary adjective or verb is emphasis or a heading rather than a name. */
  #standsAlone(i: number): boolean {
    const token = this.#tokens[i] as Token
    const { text } = token.word
    if (text.length < 2 || SIZE.test(text) || FIRM.test(text)) return false
    if (token.kind === 'entity' || isAcronym(token)) return true
    if (TELLING_SHAPE.test(text)) return true
    if (!token.word.known) return !token.opens || this.#isSubject(i)
    if (this.#tags[i] !== 'PROPN' || token.word.canBe('ADJ')) return false
    return token.word.usual === 'PROPN' || this.#hasNoArticle(i)
  }

  /** Nouns that are no names have an article in the middle of a sentence: "we use Windows", but "the Type". */
  #hasNoArticle(i: number): boolean {
    if (this.#isSmall(i + 1, NOUN)) return false
    return BEFORE_NAMES.includes(this.#tags[i - 1] ?? 'X')
  }

  /** Whether it is what a verb or the other words of a list are about. */
  #isSubject(i: number): boolean {
    const next = this.#tags[i + 1]
    const { possessive } = this.#tokens[i] as Token
    return possessive || next === 'AUX' || next === 'VERB' || this.#lower(i + 1) === ','
  }
}
