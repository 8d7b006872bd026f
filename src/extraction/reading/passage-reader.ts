import { withoutCredentials } from '../credentials/credentials.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Lemmas } from '../language/lemmas.ts'
import type { LanguageModel } from '../language/model.ts'
import { Mentions } from '../mentions/mentions.ts'
import { namesIn } from '../mentions/names.ts'
import { namesPerson, peopleIn, wordsOf } from '../mentions/people.ts'
import type { Passage } from '../passages/passages.ts'
import { segmentsOf } from '../passages/segments.ts'
import type { Findings } from '../ranking/findings.ts'
import { weightAt } from '../ranking/salience.ts'
import { ProseReader } from './prose-reader.ts'
import { type EntityFinder, scan, type Token } from './scanner.ts'

/** Reads passages and notes what they mention. */
export class PassageReader {
  readonly #model: LanguageModel
  readonly #lemmas: Lemmas
  readonly #mentions: Mentions
  readonly #prose: ProseReader
  readonly #findings: Findings
  readonly #personal: boolean

  /** With `personal`, nothing that may tell a person is noted. */
  constructor(known: Knowledge, findings: Findings, personal: boolean) {
    this.#model = known.model
    this.#lemmas = known.lemmas
    this.#findings = findings
    this.#personal = personal
    this.#mentions = new Mentions(known, findings, personal)
    this.#prose = new ProseReader(known, findings, this.#mentions, personal)
  }

  read(passage: Passage): void {
    const { path, text, weight, code, keyword } = passage
    if (this.#personal && this.#isPerson(path, text)) return
    this.#findings.place.enterPassage(passage)
    const clean = withoutCredentials(text.replaceAll('&nbsp;', ' '))
    const segments = code ? [{ text: clean, code, emphasis: 1 }] : segmentsOf(clean)
    if (keyword && clean === text) this.#mentions.keyword(text)
    let position = 0
    for (const segment of segments) {
      this.#findings.place.enterSegment(segment)
      const emphasised = weight * segment.emphasis * weightAt(position)
      position += segment.text.length
      if (segment.code) this.#readCode(segment.text, emphasised)
      // Tags and other marks stood between a name and its value.
      else
        this.#readProse(MARKED_UP.test(clean) ? withoutCredentials(segment.text) : segment.text, emphasised)
    }
  }

  #readProse(text: string, weight: number): void {
    if (this.#personal) this.#withholdNames(scan(text, NO_ENTITIES, this.#model))
    this.#mentions.namesOfCode(text, weight)
    this.#prose.read(text, weight)
  }

  /** Code: identifiers, and words that are not of the language it is written in, each once. */
  #readCode(text: string, weight: number): void {
    this.#mentions.commandLines(text, weight)
    const finder = this.#mentions.inCode(weight)
    const tokens = scan(text, finder, this.#model)
    if (this.#personal) this.#withholdNames(tokens)
    let words = 0
    for (const { kind, word } of tokens) {
      if (kind === 'word') finder.word(word.lower, words)
      if (kind !== 'mark') words += 1
    }
    this.#findings.place.leaveSegment(words)
  }

  /** Whether the string is somebody's name; withholds whoever is named in it. */
  #isPerson(path: string, text: string): boolean {
    const isName = namesPerson(path, text)
    for (const word of isName ? wordsOf(text) : peopleIn(text)) this.#findings.withhold(word)
    return isName
  }

  /** Withholds the words of names, their parts, and the base forms that keywords would have: `Rose`, `rise`. */
  #withholdNames(tokens: readonly Token[]): void {
    for (const { start, end } of namesIn(tokens, this.#model.tag(tokens), this.#model)) {
      for (const word of tokens.slice(start, end).flatMap((token) => wordsOf(token.word.text))) {
        this.#findings.withhold(word)
        for (const tag of ['NOUN', 'VERB'] as const) this.#findings.withhold(this.#lemmas.of(word, tag).lower)
      }
    }
  }
}

/** Tags, entities and links; other marks are seen through. */
const MARKED_UP = /<\/?[a-z]|&[a-z#]|\]\(/i

const NO_ENTITIES: EntityFinder = { take: () => false }
