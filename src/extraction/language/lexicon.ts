import type { CoreModel, Tag } from './core-model.ts'
import { TAGS } from './core-model.ts'
import { hintEvent, type Taggable } from './tagger.ts'

const NOUN = TAGS.indexOf('NOUN')

/** The model's closed list of English words, in lower case for the most part, and what it knows of each. */
export class Lexicon {
  readonly #core: CoreModel

  constructor(core: CoreModel) {
    this.#core = core
  }

  /** Position of a word; undefined when it is not in the list. */
  indexOf(word: string): number | undefined {
    return this.#core.features.lexeme.hash[word]
  }

  get words(): readonly string[] {
    return Object.keys(this.#core.features.lexeme.hash)
  }

  isStopWord(index: number): boolean {
    return this.#property(index, 'isStopWord') === 1
  }

  /** Two words in one, such as `don't`. */
  isContraction(index: number): boolean {
    return this.#property(index, 'isContraction') === 1
  }

  /** Whether the word is in base form and can be of that part of speech. */
  canBe(index: number, tag: Tag): boolean {
    if (this.isContraction(index) || this.#property(index, 'isBaseForm') === 0) return false
    return this.#possible(index).has(TAGS.indexOf(tag))
  }

  /** The part of speech that the word most often is. */
  usualTag(index: number): Tag {
    return TAGS[this.#property(index, 'pos')] ?? 'UNK'
  }

  /** What the tagger has to know of the word, whose rules go by the usual spelling of words that have several. */
  taggable(index: number): Taggable {
    const hint = this.#property(index, 'posHint')
    return {
      usual: this.#property(this.#usualSpelling(index, index), 'pos') || NOUN,
      hint: hint === 0 ? 0 : hintEvent(hint),
      possible: this.#possible(this.#usualSpelling(index, index + this.#property(index, 'normal'))),
    }
  }

  /** Parts of speech that a word of no list can be. */
  get possibleOfUnknown(): ReadonlySet<number> {
    return this.#core.features.posClusters.list[0] ?? new Set()
  }

  #possible(index: number): ReadonlySet<number> {
    return this.#core.features.posClusters.list[this.#property(index, 'lexemeCID')] ?? this.possibleOfUnknown
  }

  #usualSpelling(index: number, otherwise: number): number {
    return this.#property(index, 'isSpellingMapped') === 1 ? this.#property(index, 'lemma') : otherwise
  }

  #property(index: number, name: string): number {
    const { layout, size } = this.#core.packing
    const field = layout[name]
    if (field === undefined) throw new Error(`the language model has no property ${name}`)
    const [word, mask, shift] = field
    return ((this.#core.lexicon[index * size + word] ?? 0) & mask) >>> shift
  }
}
