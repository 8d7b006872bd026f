import type { Tag } from '../language/model.ts'
import type { Token } from '../reading/scanner.ts'
import { INITIAL } from '../reading/spellings.ts'

export interface Phrase {
  /** Positions of the first token and behind the last, the head. */
  readonly start: number
  readonly end: number
}

const LONGEST_PHRASE = 6
/** Addresses, hashtags, mentions and flags stand on their own; an address keeps no tracking parameters in a phrase. */
const APART = /:\/\/|@|^#|^www\.|^-/

/** Nouns and adjectives that tell nothing of those beside them. */
const ALONE = new Set(['according', 'today', 'tonight', 'tomorrow', 'yesterday', 'vs', 'versus'])

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
  const { text, lower, stop } = token.word
  const tag = tags[i]
  if (text.length < 2 || stop || ALONE.has(lower) || INITIAL.test(text)) return false
  if (tag === 'VERB') return isParticiple(tokens, tags, i, inside)
  if (tag !== 'NOUN' && tag !== 'PROPN' && tag !== 'ADJ') return false
  return inside || !isImperative(tokens, tags, i)
}

/** `learning` in "machine learning" and `embedding` in "the embedding model", `supervised` in "supervised learning". */
function isParticiple(tokens: readonly Token[], tags: readonly Tag[], i: number, inside: boolean): boolean {
  const { word } = tokens[i] as Token
  if (word.lower.length < 5) return false
  if (word.lower.endsWith('ed')) return !inside
  if (!word.lower.endsWith('ing')) return false
  return !word.known || word.canBe('NOUN') || word.canBe('ADJ') || !hasObject(tokens, tags, i, inside)
}

/** Whether it is a verb of what follows, as in "requiring approval", "jobs including backups". */
function hasObject(tokens: readonly Token[], tags: readonly Tag[], i: number, inside: boolean): boolean {
  const before = tokens[i - 1]?.word
  if (!inside) return tags[i - 1] !== 'DET'
  return tags[i + 1] === 'ADJ' || before?.singular !== before?.lower
}

/** Nouns that the front of a sentence makes verbs, before a name: "Use Docker", "Tune pgvector". */
const VERBS_BEFORE_NAMES = new Set(['check', 'load', 'query', 'search', 'store', 'test', 'tune', 'use'])

/** `Create` in "Create tables", `Use` in "Use existing tables", at the front of a sentence. */
function isImperative(tokens: readonly Token[], tags: readonly Tag[], i: number): boolean {
  const word = tokens[i]?.word
  const opens = i === 0 || tokens[i - 1]?.kind === 'mark'
  if (!opens || word === undefined || !word.known || word.base.lower !== word.lower) return false
  return (
    word.usual === 'VERB' ||
    (word.usual === 'NOUN' && word.canBe('VERB') && isAdjective(tokens[i + 1], tags[i + 1])) ||
    (VERBS_BEFORE_NAMES.has(word.lower) && isName(tokens[i + 1], tags[i + 1]))
  )
}

function isName(token: Token | undefined, tag: Tag | undefined): boolean {
  return token !== undefined && token.kind !== 'mark' && (tag === 'PROPN' || !token.word.known)
}

function isAdjective(token: Token | undefined, tag: Tag | undefined): boolean {
  return tag === 'ADJ' || (tag === 'VERB' && token?.word.canBe('ADJ') === true)
}

function canBeHead(token: Token | undefined, tag: Tag | undefined, inside: boolean): boolean {
  if (token === undefined) return false
  if (token.kind === 'entity') return true
  return tag === 'NOUN' || tag === 'PROPN' || (tag === 'VERB' && inside && token.word.lower.endsWith('ing'))
}
