import type { LanguageModel, Tag } from './model.ts'
import type { Token } from './text-scanner.ts'

export interface Phrase {
  /** In lower case, as written. */
  readonly text: string
  /** The same with its head word in base form. */
  readonly keyword: string
}

const LONGEST_PHRASE = 4

/** Noun phrases of two to four words. */
export function phrasesIn(tokens: readonly Token[], tags: readonly Tag[], model: LanguageModel): Phrase[] {
  const phrases: Phrase[] = []
  let start = 0
  for (let i = 0; i <= tokens.length; i += 1) {
    if (i < tokens.length && isModifier(tokens[i], tags[i], model)) continue
    const phrase = phraseOf(tokens, tags, start, i, model)
    if (phrase !== undefined) phrases.push(phrase)
    start = i + 1
  }
  return phrases
}

function phraseOf(
  tokens: readonly Token[],
  tags: readonly Tag[],
  start: number,
  end: number,
  model: LanguageModel,
): Phrase | undefined {
  let last = end
  while (last > start && tags[last - 1] !== 'NOUN' && tags[last - 1] !== 'PROPN') last -= 1
  const first = Math.max(start, last - LONGEST_PHRASE)
  if (last - first < 2) return undefined
  const words = tokens.slice(first, last).map(({ lower }) => lower)
  const head = words.at(-1) ?? ''
  return { text: words.join(' '), keyword: [...words.slice(0, -1), model.lemma(head, 'NOUN')].join(' ') }
}

function isModifier(token: Token | undefined, tag: Tag | undefined, model: LanguageModel): boolean {
  if (token === undefined || token.kind === 'mark' || token.kind === 'number') return false
  if (token.kind === 'word' && model.isStopWord(token.lower)) return false
  return tag === 'NOUN' || tag === 'PROPN' || tag === 'ADJ'
}
