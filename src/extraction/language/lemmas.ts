import type { LanguageModel, Tag, Word } from './model.ts'
import { Remembered } from './remembered.ts'

/** Words whose base form by the book is not what anybody writes. */
const KEPT = new Map([
  ['data', 'data'],
  ['media', 'media'],
  ['criteria', 'criterion'],
  ['agenda', 'agenda'],
  ['best', 'best'],
  ['better', 'better'],
])
const MAX_REMEMBERED = 50_000

/** Base forms, one for the noun and the verb of the same spelling: "creating tools" meets "the creation of a tool". */
export class Lemmas {
  readonly #model: LanguageModel
  readonly #adjectives = this.#remembering((word) => this.#model.lemma(word, 'ADJ'))
  readonly #singulars = this.#remembering((word) => this.#model.lemma(word, 'NOUN'))
  readonly #others = this.#remembering((word) => this.#verb(this.singular(word).lower))

  constructor(model: LanguageModel) {
    this.#model = model
  }

  /** Base form of a lower-case word. */
  of(word: string, tag: Tag): Word {
    return tag === 'ADJ' ? this.#adjectives.of(word) : this.#others.of(word)
  }

  /** The singular of a lower-case noun. */
  singular(word: string): Word {
    return this.#singulars.of(word)
  }

  /** Base forms by word, found by `ofKnown` for those that the model knows. */
  #remembering(ofKnown: (word: string) => string): Remembered<Word> {
    return new Remembered(MAX_REMEMBERED, (word) => this.#model.word(this.#base(word, ofKnown)))
  }

  #base(word: string, ofKnown: (word: string) => string): string {
    return KEPT.get(word) ?? (this.#model.word(word).known ? ofKnown(word) : this.#singularOfUnknown(word))
  }

  #verb(word: string): string {
    const silentE = /^(.*[aeiou][^aeiouwxy])(?:ing|ed)$/.exec(word)?.[1]
    if (silentE !== undefined && this.#model.canBe(`${silentE}e`, 'VERB')) return `${silentE}e`
    return this.#model.lemma(word, 'VERB')
  }

  /** `chatbots`, `llms` and the like; endings that are as often part of the word stay. */
  #singularOfUnknown(word: string): string {
    if (!word.endsWith('s') || word.length < 4) return word
    const singular = word.slice(0, -1)
    return this.#model.word(singular).known || /[bcdfgklmnrt]$/.test(singular) ? singular : word
  }
}
