import type { Passage } from '../passages/passages.ts'
import type { Segment } from '../passages/segments.ts'

/** So many words say what a text is about: its first ones. */
const OPENING_WORDS = 80
/** Strings that the rules weigh so much, such as descriptions, say what a breadcrumb is about. */
const TELLING_WEIGHT = 2

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

  /** Code of its own opens nothing: it begins with what it imports. */
  enterPassage({ weight, code }: Passage): void {
    if (code) this.#openingEnd = 0
    this.#passageOpeningEnd = weight >= TELLING_WEIGHT ? this.#words + OPENING_WORDS : 0
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
