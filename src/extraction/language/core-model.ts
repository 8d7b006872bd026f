import winkModel from 'wink-eng-lite-web-model'

/** Where one property stands in a packed entry: [index of the 32-bit word, bit mask, shift, …]. */
export type Field = readonly [number, number, number, ...number[]]

/** Parts of speech by the numbers that the model gives them. */
export const TAGS = [
  'UNK',
  'ADJ',
  'ADP',
  'ADV',
  'AUX',
  'CCONJ',
  'DET',
  'INTJ',
  'NOUN',
  'NUM',
  'PART',
  'PRON',
  'PROPN',
  'PUNCT',
  'SPACE',
  'SYM',
  'VERB',
  'X',
  'SCONJ',
] as const

/** A part of speech, in the Universal Dependencies' names. */
export type Tag = (typeof TAGS)[number]

/** The part of the language model's words that is read here (wink-eng-lite-web-model 1.8, `read-core-model.js`). */
export interface CoreModel {
  readonly packing: { readonly size: number; readonly layout: Readonly<Record<string, Field>> }
  /** One packed entry a word, in the order of the words. */
  readonly lexicon: Uint32Array
  readonly features: {
    readonly lexeme: { readonly hash: Readonly<Record<string, number>> }
    /** Sets of parts of speech that a word can be. */
    readonly posClusters: { readonly list: readonly ReadonlySet<number>[] }
  }
  readonly pos: { readonly list: readonly string[] }
}

export type Lemmatize = (
  word: string,
  tag: Tag,
  lexicon: { hasSamePOS(word: string, tag: Tag): boolean },
) => string

/** The English language model of winkNLP (MIT): words with their properties, and rules that tag them. */
export interface WinkModel {
  readonly core: CoreModel
  /** Each a finite-state machine as JSON: see `tagger.ts`. */
  readonly taggingMachines: readonly string[]
  readonly lemmatize: Lemmatize
}

/** Reads the model: about 100 ms. */
export function readWinkModel(): WinkModel {
  const core = (winkModel.core as () => CoreModel)()
  const { machines } = (winkModel.pos as () => { machines: readonly string[] })()
  if (core.pos.list.join() !== TAGS.join()) throw new Error('the language model has other parts of speech')
  return { core, taggingMachines: machines, lemmatize: winkModel.addons.lemmatize as Lemmatize }
}
