import type { LanguageModel, Tag } from './model.ts'

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
  readonly #remembered = new Map<string, string>()
  readonly #singulars = new Map<string, string>()

  constructor(model: LanguageModel) {
    this.#model = model
  }

  /** Base form of a lower-case word. */
  of(word: string, tag: Tag): string {
    const key = tag === 'ADJ' ? `${word} ` : word
    return remembered(this.#remembered, key, () => KEPT.get(word) ?? this.#find(word, tag))
  }

  /** The singular of a lower-case noun. */
  singular(word: string): string {
    return remembered(this.#singulars, word, () => KEPT.get(word) ?? this.#findSingular(word))
  }

  #findSingular(word: string): string {
    return this.#model.word(word).known ? this.#model.lemma(word, 'NOUN') : this.#singularOfUnknown(word)
  }

  #find(word: string, tag: Tag): string {
    if (!this.#model.word(word).known) return this.#singularOfUnknown(word)
    if (tag === 'ADJ') return this.#model.lemma(word, 'ADJ')
    return this.#verb(this.singular(word))
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

function remembered(answers: Map<string, string>, word: string, find: () => string): string {
  let answer = answers.get(word)
  if (answer === undefined) {
    answer = find()
    if (answers.size >= MAX_REMEMBERED) answers.clear()
    answers.set(word, answer)
  }
  return answer
}
