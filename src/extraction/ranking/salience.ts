/**
 * How much one mention adds to a keyword's rank, by what it is. Chosen by hand by the figures of one whole
 * collection of questions, none held back: on other texts other values may do better.
 */
export const SALIENCE = {
  word: 1,
  verb: 0.9,
  adjective: 0.6,
  /** A word that the language model does not know says more than one that it does. */
  unknownWord: 1.2,
  hyphenPart: 0.6,
  /** An English word in a text of another language, which may be one of that language. */
  loanWord: 0.6,
  name: 1.5,
  phrase: 0.9,
  /** Part of a longer phrase. */
  innerPhrase: 0.7,
  /** The spelling of the text beside the phrase with its head in base form, as a share of that one. */
  phraseAsWritten: 0.5,
  identifier: 0.8,
  identifierPart: 0.2,
  codeIdentifier: 0.3,
  codePart: 0.16,
  codeWord: 0.05,
  /** Of an identifier, two letters, as a share of a longer part. */
  shortPart: 0.3,
  /** Less than anything else. */
  number: 0.013,
  /** A schema name : before everything but tags and the vocabulary. */
  listed: 1000,
  heading: 2,
  titleLine: 2.5,
} as const

/** Characters after which a mention in a long passage counts half: texts say first what they are about. */
const HALF_WEIGHT_AT = 500

/** The share of its weight that a mention keeps so far behind the beginning of its passage; headings lose less. */
export function weightAt(position: number, isHeading: boolean): number {
  const share = HALF_WEIGHT_AT / (HALF_WEIGHT_AT + position)
  return isHeading ? Math.sqrt(share) : share
}
