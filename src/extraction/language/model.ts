import { type Lemmatize, readWinkModel, TAGS, type Tag, type WinkModel } from './core-model.ts'
import { Lexicon } from './lexicon.ts'
import { Remembered } from './remembered.ts'
import { type Taggable, Tagger } from './tagger.ts'

export type { Tag } from './core-model.ts'

/** What the model knows of a word, whatever its place in a sentence. */
export interface Word {
  readonly text: string
  readonly lower: string
  /** One of the model's ordinary English words, when in lower case. */
  readonly known: boolean
  readonly stop: boolean
  /** What the tagger sees of it as an ordinary word, and as a name. */
  readonly common: Taggable
  readonly proper: Taggable
}

/** A word in its place; `asName` when its capital letter means a name. */
export interface PlacedWord {
  readonly word: Word
  readonly asName: boolean
}

/** The English language model: a closed list of words with their properties, and a part-of-speech tagger. */
export interface LanguageModel {
  /** All words and marks of the closed list. */
  readonly words: readonly string[]
  word(text: string): Word
  /** A mark or a stand-in, which the tagger takes for `likeness`, a word or a number. */
  mark(text: string, likeness: string): Word
  /** Whether the word, in lower case and base form, can be of that part of speech. */
  canBe(word: string, tag: Tag): boolean
  /** Base form of a lower-case word, such as `index` for `indices`. */
  lemma(word: string, tag: Tag): string
  /** Tags a text; `tags[i]` belongs to `words[i]`. */
  tag(words: readonly PlacedWord[]): Tag[]
}

/** A word of the model that can only be a proper noun. */
const PROPER_NOUN = 'Slovakia'
/** What contractions, which the tagger would read as two words, are taken for. */
const CONTRACTION = 'do'
/** Endings that tell the part of speech of a word that the model does not know; others tell a noun. */
const TELLING_ENDINGS: readonly { readonly tag: Tag; readonly ending: RegExp }[] = [
  { tag: 'ADJ', ending: /(?:able|tish|like|less|ous|ful|ary|ier|est|fy|ky)$/ },
  { tag: 'VERB', ending: /(?:ing|ed)$/ },
  { tag: 'ADV', ending: /ly$/ },
]
const MAX_REMEMBERED = 50_000

function tagByEnding(word: string): Tag {
  return TELLING_ENDINGS.find(({ ending }) => ending.test(word))?.tag ?? 'NOUN'
}

/** winkNLP's model without winkNLP: nothing it reads stays, so its answers depend on nothing but the text. */
class EnglishModel implements LanguageModel {
  readonly #lexicon: Lexicon
  readonly #tagger: Tagger
  readonly #lemmatize: Lemmatize
  readonly #properNoun: Taggable
  readonly #contraction: Taggable
  /** By the part of speech that their ending tells. */
  readonly #unknown: Readonly<Record<Tag, Taggable>>
  readonly #words = new Remembered(MAX_REMEMBERED, (text) => this.#look(text))

  constructor({ core, taggingMachines, lemmatize }: WinkModel) {
    this.#lexicon = new Lexicon(core)
    this.#tagger = new Tagger(taggingMachines)
    const possible = this.#lexicon.possibleOfUnknown
    const unknown = TAGS.map((tag, usual) => [tag, { usual, hint: 0, possible }] as const)
    this.#unknown = Object.fromEntries(unknown) as Record<Tag, Taggable>
    this.#lemmatize = lemmatize
    this.#properNoun = this.#taggable(PROPER_NOUN)
    this.#contraction = this.#taggable(CONTRACTION)
  }

  get words(): readonly string[] {
    return this.#lexicon.words
  }

  word(text: string): Word {
    return this.#words.of(text)
  }

  mark(text: string, likeness: string): Word {
    const { common } = this.word(likeness)
    return { text, lower: text.toLowerCase(), known: false, stop: false, common, proper: common }
  }

  lemma(word: string, tag: Tag): string {
    return this.#lemmatize(word, tag, {
      hasSamePOS: (base, wanted) => this.canBe(base, wanted),
    })
  }

  tag(words: readonly PlacedWord[]): Tag[] {
    return this.#tagger.tag(words.map(({ word, asName }) => (asName ? word.proper : word.common)))
  }

  canBe(word: string, tag: Tag): boolean {
    const index = this.#lexicon.indexOf(word)
    return index !== undefined && this.#lexicon.canBe(index, tag)
  }

  #look(text: string): Word {
    const lower = text.toLowerCase()
    const index = this.#lexicon.indexOf(lower)
    const common = this.#taggable(lower)
    return {
      text,
      lower,
      known: index !== undefined,
      stop: index !== undefined && this.#lexicon.isStopWord(index),
      common,
      proper: this.#staysCommon(index) ? common : this.#properNoun,
    }
  }

  #taggable(word: string): Taggable {
    const index = this.#lexicon.indexOf(word)
    if (index === undefined) return this.#unknown[tagByEnding(word)]
    return this.#lexicon.isContraction(index) ? this.#contraction : this.#lexicon.taggable(index)
  }

  /** A capitalised noun or adjective is taken for a name; other words stay what they are. */
  #staysCommon(index: number | undefined): boolean {
    if (index === undefined || this.#lexicon.isContraction(index)) return false
    return !['NOUN', 'ADJ', 'UNK'].includes(this.#lexicon.usualTag(index))
  }
}

/** Loads the language model: about 100 ms and 30 MB. */
export function loadLanguageModel(): LanguageModel {
  return new EnglishModel(readWinkModel())
}
