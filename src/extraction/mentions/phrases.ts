import type { Tag } from '../language/model.ts'
import type { Token } from '../reading/scanner.ts'

export interface Phrase {
  /** Positions of the first token and behind the last, the head. */
  readonly start: number
  readonly end: number
}

const LONGEST_PHRASE = 6
/** Addresses, hashtags, mentions and flags stand on their own; an address keeps no tracking parameters in a phrase. */
const APART = /:\/\/|@|^#|^www\.|^-/

/** Noun phrases of one to six words: adjectives, participles and nouns before a head noun. */
export function phrasesIn(tokens: readonly Token[], tags: readonly Tag[]): Phrase[] {
  const phrases: Phrase[] = []
  let start = 0
  for (let i = 0; i <= tokens.length; i += 1) {
    if (i < tokens.length && canBePart(tokens, tags, i, i > start)) continue
    let end = i
    while (end > start && !canBeHead(tokens[end - 1], tags[end - 1], end - 1 > start)) end -= 1
    const first = Math.max(start, end - LONGEST_PHRASE)
    if (end > first) phrases.push({ start: first, end })
    start = i + 1
  }
  return phrases
}

function canBePart(tokens: readonly Token[], tags: readonly Tag[], i: number, inside: boolean): boolean {
  const token = tokens[i]
  if (token === undefined || token.kind === 'mark' || token.kind === 'number') return false
  if (i > 0 && inside && tokens[i - 1]?.possessive === true) return false
  if (token.kind === 'entity') return !APART.test(token.word.text)
  if (token.word.text.length < 2 || token.word.stop) return false
  const tag = tags[i]
  if (tag === 'NOUN' || tag === 'PROPN' || tag === 'ADJ') return true
  return tag === 'VERB' && isParticiple(token, inside)
}

/** `learning` in "machine learning", `supervised` in "supervised learning". */
function isParticiple({ word: { lower } }: Token, inside: boolean): boolean {
  return lower.length > 4 && (lower.endsWith('ing') ? true : lower.endsWith('ed') && !inside)
}

function canBeHead(token: Token | undefined, tag: Tag | undefined, inside: boolean): boolean {
  if (token === undefined) return false
  if (token.kind === 'entity') return true
  return tag === 'NOUN' || tag === 'PROPN' || (tag === 'VERB' && inside && token.word.lower.endsWith('ing'))
}
