import winkModel from 'wink-eng-lite-web-model'
import wink, { type ItsHelpers, type Model, type PartOfSpeech } from 'wink-nlp'

/** What the tagger says of a word, in the Universal Dependencies' names. */
export type Tag = PartOfSpeech

/** The English language model: a closed word list with properties, and a part-of-speech tagger. */
export interface LanguageModel {
  /** Whether the word, in lower case, is one of the model's ordinary English words. */
  knows(word: string): boolean
  isStopWord(word: string): boolean
  /** Base form of a lower-case word, such as `index` for `indices`. */
  lemma(word: string, tag: Tag): string
  /** Tags a text given as its words and punctuation marks; `tags[i]` belongs to `words[i]`. */
  tag(words: readonly TaggableWord[]): Tag[]
}

/** A word as the tagger shall see it: `text` in lower case; `proper` when its capital letter means a name. */
export interface TaggableWord {
  readonly text: string
  readonly proper: boolean
}

/** [index of the 32-bit word within an entry, bit mask, shift, …] */
type Field = readonly [number, number, number, ...number[]]

/** The part of wink's core model that is read here (wink-eng-lite-web-model 1.8, `read-core-model.js`). */
interface CoreModel {
  readonly packing: { readonly size: number; readonly layout: Readonly<Record<string, Field>> }
  readonly lexicon: Uint32Array
  readonly features: {
    readonly lexeme: { readonly hash: Readonly<Record<string, number>>; readonly list: readonly string[] }
    readonly posClusters: { readonly list: readonly ReadonlySet<number>[] }
  }
  readonly pos: { readonly hash: Readonly<Record<string, number>> }
}

type Lemmatize = (word: string, tag: Tag, lexicon: { hasSamePOS(word: string, tag: Tag): boolean }) => string

/**
 * Endings from which wink guesses the part of speech of a word it does not know. Such a word is shown to it as
 * a made-up word with the same ending: wink keeps every unknown word for ever, and lets words it has seen
 * before change how it reads later ones. So its memory stays flat and its answers depend on nothing but the text.
 */
const TELLING_ENDING = /(?:able|tish|like|less|ing|ous|ful|ary|ier|est|ity|ion|ed|ly|fy|ky|es|er|or)$/

const MADE_UP_STEM = 'zq'
const UNKNOWN_NOUN = 'zqa'
/** A word of the model that can only be a proper noun. */
const PROPER_NOUN = 'Slovakia'

class WinkModel implements LanguageModel {
  readonly #core: CoreModel
  readonly #readDoc: ReturnType<typeof wink>['readDoc']
  readonly #its: ItsHelpers
  readonly #lemmatize: Lemmatize
  readonly #intrinsicSize: number

  constructor() {
    const loadCore = winkModel.core as () => CoreModel
    let core: CoreModel | undefined
    const model: Model = {
      ...winkModel,
      core: () => {
        core = loadCore()
        return core
      },
    }
    const nlp = wink(model, ['pos'])
    if (core === undefined) throw new Error('wink-nlp did not load its core model')
    this.#core = core
    this.#intrinsicSize = this.#core.features.lexeme.list.length
    this.#readDoc = nlp.readDoc
    this.#its = nlp.its
    this.#lemmatize = winkModel.addons.lemmatize as Lemmatize
  }

  knows(word: string): boolean {
    return this.#indexOf(word) !== undefined
  }

  isStopWord(word: string): boolean {
    const index = this.#indexOf(word)
    return index !== undefined && this.#property(index, 'isStopWord') === 1
  }

  lemma(word: string, tag: Tag): string {
    return this.#lemmatize(word, tag, {
      hasSamePOS: (base, wanted) => this.#isBaseForm(base, wanted),
    })
  }

  tag(words: readonly TaggableWord[]): Tag[] {
    const shown = words.map((word) => this.#shown(word))
    const tags = this.#readDoc(shown.join(' ')).tokens().out(this.#its.pos) as Tag[]
    if (tags.length !== words.length) throw new Error('wink-nlp split a word that it should have known')
    return tags
  }

  #shown({ text, proper }: TaggableWord): string {
    const index = this.#indexOf(text)
    if (proper) return this.#staysCommon(index) ? text : PROPER_NOUN
    if (index !== undefined) return this.#property(index, 'isContraction') === 1 ? 'do' : text
    return MADE_UP_STEM + (TELLING_ENDING.exec(text)?.[0] ?? UNKNOWN_NOUN.slice(MADE_UP_STEM.length))
  }

  /** wink takes a capitalised noun or adjective for a name, and leaves other words what they are. */
  #staysCommon(index: number | undefined): boolean {
    if (index === undefined) return false
    const tag = this.#property(index, 'pos')
    const { NOUN, ADJ, UNK } = this.#core.pos.hash
    return tag !== NOUN && tag !== ADJ && tag !== UNK && this.#property(index, 'isContraction') === 0
  }

  #isBaseForm(word: string, tag: Tag): boolean {
    const index = this.#indexOf(word)
    if (index === undefined || this.#property(index, 'isContraction') === 1) return false
    if (this.#property(index, 'isBaseForm') === 0) return false
    const cluster = this.#core.features.posClusters.list[this.#property(index, 'lexemeCID')]
    return cluster?.has(this.#core.pos.hash[tag] ?? -1) ?? false
  }

  #indexOf(word: string): number | undefined {
    const index = this.#core.features.lexeme.hash[word]
    return index !== undefined && index < this.#intrinsicSize ? index : undefined
  }

  #property(index: number, name: string): number {
    const { layout, size } = this.#core.packing
    const field = layout[name]
    if (field === undefined) throw new Error(`wink-nlp's model has no property ${name}`)
    const [word, mask, shift] = field
    return ((this.#core.lexicon[index * size + word] ?? 0) & mask) >>> shift
  }
}

/** Loads the language model: about 100 ms and 60 MB. */
export function loadLanguageModel(): LanguageModel {
  return new WinkModel()
}
