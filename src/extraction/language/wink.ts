import winkModel from 'wink-eng-lite-web-model'
import wink, { type Document, type PartOfSpeech, type TokenItsFunction, type WinkMethods } from 'wink-nlp'

/** A part of speech, in the Universal Dependencies' names. */
export type Tag = PartOfSpeech

/** What winkNLP tells of one of its words, read alone. */
export interface WordReading {
  /** The part of speech that the word most often is. */
  readonly usual: Tag
  readonly stop: boolean
  /** As winkNLP spells it, which is the American way. */
  readonly spelling: string
}

/** Parts of speech that carry meaning. */
export type Meaningful = 'NOUN' | 'VERB' | 'ADJ'

/** What stands around a word for winkNLP to read it as that part of speech, if it can be one. */
const FRAMES: Readonly<Record<Meaningful, readonly [before: string, after: string]>> = {
  NOUN: ['the ', ''],
  VERB: ['to ', ''],
  ADJ: ['the ', ' house'],
}

/**
 * winkNLP and its English model. They are shown nothing but the model's own words and a few made-up ones, with one
 * space between them: over runs without spaces winkNLP takes quadratic time, and any other word it keeps for ever.
 */
export class Wink {
  readonly #nlp: WinkMethods = wink(winkModel, ['pos'])
  readonly #anyDocument: Document = this.#nlp.readDoc('')
  /** Their declarations lack the form that tokens take. */
  readonly #lemma = this.#nlp.its.lemma as unknown as TokenItsFunction<string>
  readonly #stopWordFlag = this.#nlp.its.stopWordFlag as TokenItsFunction<boolean>

  /** Whether the word, in lower case, is one of the model's. */
  knows(word: string): boolean {
    return !this.#anyDocument.isOOV(word)
  }

  /** Undefined for what winkNLP reads as several words, such as `don't`. */
  read(word: string): WordReading | undefined {
    const tokens = this.#nlp.readDoc(word).tokens()
    if (tokens.length() !== 1) return undefined
    const token = tokens.itemAt(0)
    return {
      usual: token.out(this.#nlp.its.pos) as Tag,
      stop: token.out(this.#stopWordFlag) as boolean,
      spelling: token.out(this.#nlp.its.normal) as string,
    }
  }

  /** The base form of a word as that part of speech; undefined when it can't be one, or is not one of the model's. */
  baseForm(word: string, tag: Meaningful): string | undefined {
    if (!this.knows(word)) return undefined
    const [before, after] = FRAMES[tag]
    const token = this.#nlp
      .readDoc(before + word + after)
      .tokens()
      .itemAt(1)
    return token.out(this.#nlp.its.pos) === tag ? token.out(this.#lemma) : undefined
  }

  /** The parts of speech of words with spaces between them. */
  tag(words: string): Tag[] {
    return this.#nlp.readDoc(words).tokens().out(this.#nlp.its.pos) as Tag[]
  }
}
