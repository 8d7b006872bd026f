import type { Passage } from '../passages/passages.ts'
import type { Segment } from '../passages/segments.ts'

/** So many words say what a text is about: its first ones. */
const OPENING_WORDS = 80
/** Strings that the rules weigh so much, such as titles and descriptions, say what a breadcrumb is about. */
const TELLING_WEIGHT = 2
/** Characters from which such a string is a sentence, not a title or a name. */
const SENTENCE = 40

/** How far a breadcrumb is read, and whether what stands there says what it is about. */
export class Place {
  #words = 0
  #openingEnd = OPENING_WORDS
  #passageOpeningEnd = 0
  #inHeading = false

  /** Words read before the segment at hand. */
  get words(): number {
    return this.#words
  }

  /**
   * A breadcrumb opens with what comes first, unless a description or the like says what it is about. Code of its own
   * opens nothing: it begins with what it imports.
   */
  enterPassage({ path, text, weight, code }: Passage): void {
    const isTelling = weight >= TELLING_WEIGHT
    if (code || (isTelling && path !== 'title' && text.length >= SENTENCE)) this.#openingEnd = 0
    this.#passageOpeningEnd = isTelling ? this.#words + OPENING_WORDS : 0
  }

  enterSegment({ emphasis }: Segment): void {
    this.#inHeading = emphasis > 1
  }

  leaveSegment(words: number): void {
    this.#words += words
  }

  /** Whether the word at this position of the segment stands in a heading or in an opening. */
  isTelling(position: number): boolean {
    return this.#inHeading || this.#words + position < Math.max(this.#openingEnd, this.#passageOpeningEnd)
  }
}
