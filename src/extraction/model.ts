import winkModel from 'wink-eng-lite-web-model'
import wink, { type ItsHelpers, type Model, type PartOfSpeech } from 'wink-nlp'

/** What the tagger says of a word, in the Universal Dependencies' names. */
export type Tag = PartOfSpeech

/** What the model knows of a word, whatever its place in a sentence. */
export interface Word {
  readonly text: string
  readonly lower: string
  /** One of the model's ordinary English words, when in lower case. */
  readonly known: boolean
  readonly stop: boolean
  /** What the tagger is shown for it as an ordinary word, and as a name. */
  readonly shown: string
  readonly shownAsName: string
}

/** A word in its place; `asName` when its capital letter means a name. */
export interface PlacedWord {
  readonly word: Word
  readonly asName: boolean
}

/** The English language model: a closed list of words with their properties, and a part-of-speech tagger. */
export interface LanguageModel {
  word(text: string): Word
  /** A mark or a stand-in, shown to the tagger as `shown`, one of the model's words. */
  mark(text: string, shown: string): Word
  /** Whether the word, in lower case and base form, can be of that part of speech. */
  canBe(word: string, tag: Tag): boolean
  /** Base form of a lower-case word, such as `index` for `indices`. */
  lemma(word: string, tag: Tag): string
  /** Tags a text; `tags[i]` belongs to `words[i]`. */
  tag(words: readonly PlacedWord[]): Tag[]
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
const OTHER_ENDING = 'a'
/** Shown for `don't` and the like, which wink would read as two words. */
const CONTRACTION = 'do'
const MAX_REMEMBERED = 50_000
/** A word of the model that can only be a proper noun. */
const PROPER_NOUN = 'Slovakia'

class WinkModel implements LanguageModel {
  readonly #core: CoreModel
  readonly #readDoc: ReturnType<typeof wink>['readDoc']
  readonly #its: ItsHelpers
  readonly #lemmatize: Lemmatize
  readonly #intrinsicSize: number
  readonly #remembered = new Map<string, Word>()

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

  word(text: string): Word {
    let word = this.#remembered.get(text)
    if (word === undefined) {
      word = this.#look(text)
      if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear()
      this.#remembered.set(text, word)
    }
    return word
  }

  mark(text: string, shown: string): Word {
    return { text, lower: text.toLowerCase(), known: false, stop: false, shown, shownAsName: shown }
  }

  #look(text: string): Word {
    const lower = text.toLowerCase()
    const index = this.#indexOf(lower)
    const known = index !== undefined
    return {
      text,
      lower,
      known,
      stop: known && this.#property(index, 'isStopWord') === 1,
      shown: this.#shown(lower, index),
      shownAsName: this.#staysCommon(index) ? lower : PROPER_NOUN,
    }
  }

  lemma(word: string, tag: Tag): string {
    return this.#lemmatize(word, tag, {
      hasSamePOS: (base, wanted) => this.canBe(base, wanted),
    })
  }

  tag(words: readonly PlacedWord[]): Tag[] {
    let text = ''
    for (const { word, asName } of words) text += asName ? `${word.shownAsName} ` : `${word.shown} `
    const tags = this.#readDoc(text).tokens().out(this.#its.pos) as Tag[]
    if (tags.length !== words.length) throw new Error('wink-nlp split a word that it should have known')
    return tags
  }

  #shown(lower: string, index: number | undefined): string {
    if (index !== undefined) return this.#property(index, 'isContraction') === 1 ? CONTRACTION : lower
    return MADE_UP_STEM + (TELLING_ENDING.exec(lower)?.[0] ?? OTHER_ENDING)
  }

  /** wink takes a capitalised noun or adjective for a name, and leaves other words what they are. */
  #staysCommon(index: number | undefined): boolean {
    if (index === undefined) return false
    const tag = this.#property(index, 'pos')
    const { NOUN, ADJ, UNK } = this.#core.pos.hash
    return tag !== NOUN && tag !== ADJ && tag !== UNK && this.#property(index, 'isContraction') === 0
  }

  canBe(word: string, tag: Tag): boolean {
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
