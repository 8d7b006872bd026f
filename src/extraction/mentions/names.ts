import type { Tag } from '../language/model.ts'
import type { Token } from '../reading/scanner.ts'

/** Without title and possessive. */
export interface Name {
  /** Positions of the first token and behind the last. */
  readonly start: number
  readonly end: number
}

const LONGEST_NAME = 10
/** Small words inside names, as in `University of the Arts` or `Ludwig van Beethoven`. */
const CONNECTORS = new Set('of for on de von van der den la le du di da del al bin ibn &'.split(' '))
const ARTICLES = new Set(['the', 'der', 'den', 'la', 'los', 'las'])
const PERSONAL_TITLES = new Set(
  'mr mrs ms miss dr prof professor sir lord lady president senator captain sgt gen col rev hon doctor judge minister'.split(
    ' ',
  ),
)
const CALENDAR = new Set(
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun'.split(
    ' ',
  ),
)

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
    if (token.word.stop) return false
    if (isAcronym(token)) return !token.opens || !token.word.known
    if (!token.opens) return true
    if (!token.word.known) return true
    return this.#tags[i] === 'NOUN' && this.#isCapital(i + 1)
  }

  #end(start: number): number {
    let end = start + 1
    let joined = false
    while (end - start < LONGEST_NAME && this.#tokens[end - 1]?.possessive === false) {
      const next = this.#tokens[end]
      if (next === undefined) break
      if (this.#continues(end)) end += 1
      else if (CONNECTORS.has(next.word.lower) && this.#isCapital(end + 1)) {
        joined = true
        end += 2
      } else if (
        CONNECTORS.has(next.word.lower) &&
        ARTICLES.has(this.#tokens[end + 1]?.word.lower ?? '') &&
        this.#isCapital(end + 2)
      ) {
        joined = true
        end += 3
      } else if (joined && next.word.lower === 'and' && this.#isOrdinary(end + 1)) end += 2
      else break
    }
    return end
  }

  #continues(i: number): boolean {
    const token = this.#tokens[i]
    if (token === undefined) return false
    if (token.kind === 'number')
      return /^\d{1,4}(?:\.\d+)?$/.test(token.word.text) && !/^(?:1[5-9]|20)\d\d$/.test(token.word.text)
    if (!isCapital(token) || token.word.stop) return false
    return !token.opens || !token.word.known
  }

  #isCapital(i: number): boolean {
    const token = this.#tokens[i]
    return token !== undefined && isCapital(token) && !token.opens
  }

  /** A capitalised dictionary word, such as the second half of `Arts and Sciences`. */
  #isOrdinary(i: number): boolean {
    const token = this.#tokens[i]
    return token !== undefined && this.#isCapital(i) && token.word.known
  }

  #trimmed(start: number, end: number): Name | undefined {
    let first = start
    while (first < end && PERSONAL_TITLES.has(this.#tokens[first]?.word.lower ?? '')) first += 1
    const words = this.#tokens.slice(first, end)
    if (words.length === 0 || words.every(({ word, kind }) => kind === 'number' || CALENDAR.has(word.lower)))
      return undefined
    const [only] = words
    if (words.length === 1 && only !== undefined && !this.#standsAlone(only, first)) return undefined
    return { start: first, end }
  }

  /** A single capitalised dictionary adjective or verb is emphasis or a heading rather than a name. */
  #standsAlone(token: Token, i: number): boolean {
    if (token.word.text.length < 2) return false
    if (token.kind === 'entity' || isAcronym(token) || !token.word.known) return true
    return this.#tags[i] === 'PROPN' && !token.word.canBe('ADJ')
  }
}

function isCapital(token: Token): boolean {
  return (
    (token.kind === 'word' || token.kind === 'entity') &&
    token.word.text !== token.word.lower &&
    /^\p{Lu}/u.test(token.word.text)
  )
}

function isAcronym(token: Token): boolean {
  return (
    token.kind === 'word' && token.word.text.length <= 6 && /^\p{Lu}[\p{Lu}.&]+s?$/u.test(token.word.text)
  )
}
