import type { Token } from './scanner.ts'

/** Shorter words may stay lower-case in a title. */
const SIGNIFICANT = 4
/** Lines with more words are sentences, not titles. */
const LONGEST_TITLE = 16
/** So many words in capitals make a line of capitals. */
const FEW_CAPITALS = 3
const CAPITALS = /^\p{Lu}+$/u

/** Whether the tokens from `first` on are a line in capitals: where somebody shouts, or a licence disclaims warranties. */
export function isInCapitals(tokens: readonly Token[], first: number): boolean {
  let capitals = 0
  let others = 0
  for (let i = first; i < tokens.length; i += 1) {
    const { kind, word } = tokens[i] as Token
    if (kind !== 'word' || word.text.length < SIGNIFICANT) continue
    if (word.text === word.lower || !CAPITALS.test(word.text)) others += 1
    else capitals += 1
  }
  return capitals >= FEW_CAPITALS && capitals > 2 * others
}

/** Whether they are a title with Capital Letters Throughout, or in capitals, where these tell no names. */
export function isTitle(tokens: readonly Token[], first: number): boolean {
  if (tokens.length - first > LONGEST_TITLE) return false
  let significant = 0
  for (let i = first; i < tokens.length; i += 1) {
    const { kind, word } = tokens[i] as Token
    if (kind !== 'word' || word.text.length < SIGNIFICANT) continue
    if (word.text === word.lower) return false
    significant += 1
  }
  return significant > 1
}
