import { withoutCredentials } from '../credentials/credentials.ts'
import type { Knowledge } from '../knowledge.ts'
import type { LanguageModel } from '../language/model.ts'
import { Mentions } from '../mentions/mentions.ts'
import { namesIn } from '../mentions/names.ts'
import { capitalsIn, namesPerson, peopleIn, wordsOf } from '../mentions/people.ts'
import { withWholeWords } from '../passages/line-ends.ts'
import type { Passage } from '../passages/passages.ts'
import { segmentsOf } from '../passages/segments.ts'
import { isSmallTalk } from '../passages/small-talk.ts'
import type { Findings } from '../ranking/findings.ts'
import { weightAt } from '../ranking/salience.ts'
import { ProseReader } from './prose-reader.ts'
import { type EntityFinder, scan, type Token } from './scanner.ts'

/** Reads passages and notes what they mention. */
export class PassageReader {
  readonly #model: LanguageModel
  readonly #mentions: Mentions
  readonly #prose: ProseReader
  readonly #findings: Findings
  readonly #personal: boolean

  /** With `personal`, nothing that may tell a person is noted. */
  constructor(known: Knowledge, findings: Findings, personal: boolean) {
    this.#model = known.model
    this.#findings = findings
    this.#personal = personal
    this.#mentions = new Mentions(known, findings, personal)
    this.#prose = new ProseReader(known, findings, this.#mentions, personal)
  }

  /** @returns its text as it was read, without credentials; undefined where it was passed over */
  read(passage: Passage): string | undefined {
    const { path, text, weight, code, keyword } = passage
    if (this.#personal && (this.#isPerson(path, text) || (keyword && CAPITAL.test(text)))) return undefined
    if (!keyword && isSmallTalk(text)) return undefined
    this.#findings.place.enterPassage(passage)
    const clean = withoutCredentials(code ? text : withWholeWords(text, this.#isWord))
    const segments = code ? [{ text: clean, code, emphasis: 1 }] : segmentsOf(clean)
    if (keyword && clean === text) this.#mentions.keyword(text)
    let position = 0
    for (const segment of segments) {
      this.#findings.place.enterSegment(segment)
      const emphasised = weight * segment.emphasis * weightAt(position, segment.emphasis > 1)
      position += segment.text.length
      if (segment.code) this.#readCode(segment.text, emphasised)
      else this.#readProse(segment.text, emphasised)
    }
    return clean
  }

  readonly #isWord = (word: string): boolean => {
    const { known, base } = this.#model.word(word)
    return known || base.known
  }

  #readProse(text: string, weight: number): void {
    if (this.#personal) this.#keepNamesOut(scan(text, NO_ENTITIES, this.#model))
    this.#mentions.namesOfCode(text, weight)
    this.#prose.read(text, weight)
  }

  /** Code: identifiers, and words that are not of the language it is written in, each once. */
  #readCode(text: string, weight: number): void {
    this.#mentions.commandLines(text, weight)
    const finder = this.#mentions.inCode(weight)
    const tokens = scan(text, finder, this.#model)
    if (this.#personal) this.#keepNamesOut(tokens)
    let words = 0
    for (const { kind, word } of tokens) {
      if (kind === 'word') finder.word(word, words)
      if (kind !== 'mark') words += 1
    }
    this.#findings.place.leaveSegment(words)
  }

  /** Whether the string is somebody's name; withholds whoever is named in it. */
  #isPerson(path: string, text: string): boolean {
    const isName = namesPerson(path, text)
    for (const word of isName ? wordsOf(text) : peopleIn(text)) this.#findings.keepOut(word)
    return isName
  }

  /** Withholds the words of names, their parts, and the base forms that keywords would have: `Rose`, `rise`. */
  #keepNamesOut(tokens: readonly Token[]): void {
    const named = namesIn(tokens, this.#model.tag(tokens)).flatMap(({ start, end }) =>
      tokens.slice(start, end),
    )
    for (const { word } of [...named, ...capitalsIn(tokens)]) {
      for (const part of wordsOf(word.text)) {
        this.#findings.keepOut(part)
        this.#findings.keepOut(this.#model.word(part).base.lower)
      }
    }
  }
}

/** In a word that stands alone, which may be a name's. */
const CAPITAL = /\p{Lu}/u

const NO_ENTITIES: EntityFinder = { take: () => false }
