import type { VocabularyEntry } from '../mentions/vocabulary.ts'
import type { Weighed } from './findings.ts'

/** From this share of a text's words on, a term stands out. */
const OUTSTANDING = 0.03

interface Term extends Weighed {
  readonly own: boolean
  /** Mentioned where a breadcrumb says what it is about, or to be taken for that wherever it is. */
  telling: boolean
}

/**
 * The vocabulary's terms that a breadcrumb mentions. A search that counts terms is only helped by those that it is
 * about: with every mention, long texts that have little in common look alike.
 */
export class Terms {
  readonly #terms = new Map<string, Term>()
  readonly #always: boolean

  /** @param always whether breadcrumbs of this schema are about whatever they mention */
  constructor(always: boolean) {
    this.#always = always
  }

  note({ keywords, own, always }: VocabularyEntry, isTelling: boolean): void {
    for (const value of keywords) {
      const term = this.#terms.get(value)
      const telling = this.#always || always || isTelling
      if (term === undefined) this.#terms.set(value, { value, weight: 0, mentions: 1, own, telling })
      else {
        term.mentions += 1
        term.telling ||= telling
      }
    }
  }

  /** Those that a text of so many words is about, RCRT's own first. */
  about(words: number): Term[] {
    const about = [...this.#terms.values()].filter(
      ({ telling, mentions }) => telling || mentions >= OUTSTANDING * words,
    )
    return [...about.filter(({ own }) => own), ...about.filter(({ own }) => !own)]
  }

  /** Whether RCRT's search would ask for it. */
  isOwn(keyword: string): boolean {
    return this.#terms.get(keyword)?.own === true
  }
}
