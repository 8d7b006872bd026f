import { BaseForms } from './base-forms.ts'
import { Remembered } from './remembered.ts'
import { type Meaningful, type Tag, Wink, type WordReading } from './wink.ts'

export type { Tag } from './wink.ts'

/** A word, whatever its place in a sentence. */
export interface Word {
  readonly text: string
  readonly lower: string
  /** An ordinary word of the language, when in lower case. */
  readonly known: boolean
  readonly stop: boolean
  /** The part of speech that it most often is. */
  readonly usual: Tag
  /** What becomes a keyword: one for the noun and the verb of the same spelling. */
  readonly base: Word
  /** In lower case; the word itself, when it is no plural. */
  readonly singular: string
  /** Whether it is that part of speech in some sentence; an unknown word is none for certain. */
  canBe(tag: Meaningful): boolean
  /** The words of a compound, such as `full-text` or `l'API`, without those of one or two letters. */
  readonly parts: readonly string[]
  /** What winkNLP is shown for it as an ordinary word, and as a name. */
  readonly common: string
  readonly proper: string
}

/** A word in its place; `asName` when its capital letter means a name. */
export interface PlacedWord {
  readonly word: Word
  readonly asName: boolean
}

/** The English language: its words, and a part-of-speech tagger. */
export interface LanguageModel {
  word(text: string): Word
  /** A mark or a stand-in, which the tagger takes for `likeness`, a word or a number. */
  mark(text: string, likeness: string): Word
  /** Tags a text; `tags[i]` belongs to `words[i]`. */
  tag(words: readonly PlacedWord[]): readonly Tag[]
}

/** A word that can only be a proper noun. */
const PROPER_NOUN = 'Slovakia'
/** What contractions are shown as, which winkNLP splits in two. */
const CONTRACTION = 'do'
const CONTRACTION_ENDING = /^(\p{L}+?)(?:n['’]t|['’](?:m|re|ve|ll|d|s))$/u
/** Made-up words by the endings that tell a part of speech: what all words that winkNLP does not know are shown as. */
const STAND_INS: readonly { readonly ending: RegExp; readonly usual: Tag; readonly common: string }[] = [
  { ending: /(?:able|tish|like|less|ous|ful|ary|ier|est|fy|ky)$/, usual: 'ADJ', common: 'zorbable' },
  { ending: /(?:ing|ed)$/, usual: 'VERB', common: 'zorbing' },
  { ending: /ly$/, usual: 'ADV', common: 'zorbly' },
]
const OTHER_STAND_IN = { usual: 'NOUN', common: 'zorb' } as const
const MAX_REMEMBERED = 50_000
/** How many clauses are remembered, and the words of the longest. */
const MAX_CLAUSES = 16_000
const LONGEST_REMEMBERED = 30

class EnglishModel implements LanguageModel {
  readonly #wink = new Wink()
  readonly #baseForms = new BaseForms(this.#wink)
  readonly #words = new Remembered<Word>(MAX_REMEMBERED, (text) => {
    const lower = text.toLowerCase()
    return new EnglishWord(text, lower, this.#shown(lower), this)
  })

  /** What stands between two marks, which tags never depend on beyond, and which is often written again. */
  readonly #clauses = new Remembered<readonly Tag[]>(MAX_CLAUSES, (shown) => this.#wink.tag(shown))

  word(text: string): Word {
    return this.#words.of(text)
  }

  mark(text: string, likeness: string): Word {
    const shown = {
      known: false,
      stop: false,
      usual: this.word(likeness).usual,
      common: likeness,
      proper: likeness,
    }
    return new EnglishWord(text, text.toLowerCase(), shown, this)
  }

  tag(words: readonly PlacedWord[]): readonly Tag[] {
    const tags: Tag[] = []
    let clause: string[] = []
    for (let i = 0; i < words.length; i += 1) {
      const { word, asName } = words[i] as PlacedWord
      clause.push(asName ? word.proper : word.common)
      if (word.common !== ',' && word.common !== '.' && i < words.length - 1) continue
      for (const tag of this.#tagClause(clause)) tags.push(tag)
      clause = []
    }
    return tags
  }

  #tagClause(words: readonly string[]): readonly Tag[] {
    const shown = words.join(' ')
    const tags = words.length > LONGEST_REMEMBERED ? this.#wink.tag(shown) : this.#clauses.of(shown)
    if (tags.length !== words.length)
      throw new Error(`winkNLP read ${words.length} words as ${tags.length} tokens`)
    return tags
  }

  baseOf(lower: string): Word {
    return this.word(this.#baseForms.base(lower))
  }

  singularOf(lower: string): string {
    return this.#baseForms.singular(lower)
  }

  canBe(lower: string, tag: Meaningful): boolean {
    return this.#wink.baseForm(lower, tag) !== undefined
  }

  #shown(lower: string): Shown {
    if (this.#isContraction(lower)) return shownAs(lower, undefined)
    return this.#wink.knows(lower) ? shownAs(lower, this.#wink.read(lower)) : shownByEnding(lower)
  }

  /** Those that winkNLP does not know: with a curved apostrophe, or `I'm`. */
  #isContraction(lower: string): boolean {
    const word = CONTRACTION_ENDING.exec(lower)?.[1]
    return word !== undefined && this.word(word).stop
  }
}

/** What is told of a word at once; the rest only when it is asked for. */
type Shown = Pick<Word, 'known' | 'stop' | 'usual' | 'common' | 'proper'>

function shownByEnding(lower: string): Shown {
  const { usual, common } = STAND_INS.find(({ ending }) => ending.test(lower)) ?? OTHER_STAND_IN
  return { known: false, stop: false, usual, common, proper: PROPER_NOUN }
}

function shownAs(lower: string, reading: WordReading | undefined): Shown {
  if (reading === undefined) {
    // Without its apostrophe it may be something else, such as IAM.
    return { known: true, stop: /['’]/.test(lower), usual: 'AUX', common: CONTRACTION, proper: PROPER_NOUN }
  }
  const { usual, stop, spelling } = reading
  return {
    known: true,
    // What winkNLP takes for short for a stop word, such as `cd` for `could`, is more often something else.
    stop: stop && spelling === lower,
    usual,
    common: lower,
    // A capitalised noun or adjective is taken for a name; other words stay what they are.
    proper: usual === 'NOUN' || usual === 'ADJ' ? PROPER_NOUN : lower,
  }
}

const JOINTS = /[-‐‑'’]/
const SHORTEST_PART = 3
const NO_PARTS: readonly string[] = []

/** Of a word in lower case; none when it is no compound. */
export function partsOf(word: string): readonly string[] {
  return JOINTS.test(word) ? word.split(JOINTS).filter((part) => part.length >= SHORTEST_PART) : NO_PARTS
}

class EnglishWord implements Word {
  readonly text: string
  readonly lower: string
  readonly known: boolean
  readonly stop: boolean
  readonly usual: Tag
  readonly common: string
  readonly proper: string
  readonly #model: EnglishModel
  #base: Word | undefined
  #singular: string | undefined
  #parts: readonly string[] | undefined
  #canBe: Map<Meaningful, boolean> | undefined

  constructor(
    text: string,
    lower: string,
    { known, stop, usual, common, proper }: Shown,
    model: EnglishModel,
  ) {
    this.text = text
    this.lower = lower
    this.known = known
    this.stop = stop
    this.usual = usual
    this.common = common
    this.proper = proper
    this.#model = model
  }

  get base(): Word {
    this.#base ??= this.#model.baseOf(this.lower)
    return this.#base
  }

  get singular(): string {
    this.#singular ??= this.#model.singularOf(this.lower)
    return this.#singular
  }

  get parts(): readonly string[] {
    this.#parts ??= partsOf(this.lower)
    return this.#parts
  }

  canBe(tag: Meaningful): boolean {
    this.#canBe ??= new Map()
    const can = this.#canBe.get(tag) ?? this.#model.canBe(this.lower, tag)
    this.#canBe.set(tag, can)
    return can
  }
}

/** Loads winkNLP and its model: about 100 ms and 30 MB. */
export function loadLanguageModel(): LanguageModel {
  return new EnglishModel()
}
