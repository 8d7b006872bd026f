import type { Language } from './languages.ts'
import { partsOf, type Word } from './model.ts'
import { Remembered } from './remembered.ts'

const MAX_REMEMBERED = 20_000

/** The words of a language other than English, whose base forms are stems. */
export class ForeignWords {
  readonly language: Language
  readonly #words = new Remembered<Word>(MAX_REMEMBERED, (text) => new ForeignWord(text, this))

  constructor(language: Language) {
    this.language = language
  }

  word(text: string): Word {
    return this.#words.of(text)
  }
}

class ForeignWord implements Word {
  readonly text: string
  readonly lower: string
  readonly known = true
  readonly stop: boolean
  /** No dictionary tells which of its words in capitals are no names. */
  readonly usual = 'PROPN'
  readonly common = ''
  readonly proper = ''
  readonly #words: ForeignWords
  #base: Word | undefined

  constructor(text: string, words: ForeignWords) {
    this.text = text
    this.lower = text.toLowerCase()
    this.stop = words.language.isStopWord(this.lower)
    this.#words = words
  }

  get base(): Word {
    const stem = this.#words.language.stem(this.lower)
    this.#base ??= stem === this.text ? this : this.#words.word(stem)
    return this.#base
  }

  get parts(): readonly string[] {
    return partsOf(this.lower)
  }

  canBe(): boolean {
    return false
  }

  get singular(): string {
    return this.lower
  }
}
