import type { LanguageModel, Tag } from './model.ts'
import type { Token } from './text-scanner.ts'

export interface Name {
  readonly text: string
  /** Positions of the first token and behind the last. */
  readonly start: number
  readonly end: number
}

const CONNECTORS = new Set(['of', 'the', 'de', 'von', 'van', 'der', 'and', 'for', 'la', 'du', 'di', 'al'])

/** Proper-noun mentions in their own spelling. */
export function namesIn(tokens: readonly Token[], tags: readonly Tag[], model: LanguageModel): Name[] {
  const names: Name[] = []
  for (let i = 0; i < tokens.length; i += 1) {
    if (!isNameWord(tokens[i], tags[i], model)) continue
    const end = endOfName(tokens, i)
    names.push({
      text: tokens
        .slice(i, end)
        .map(({ text }) => text)
        .join(' '),
      start: i,
      end,
    })
    i = end - 1
  }
  return names
}

function isNameWord(token: Token | undefined, tag: Tag | undefined, model: LanguageModel): boolean {
  if (token === undefined || token.kind !== 'word' || !isCapitalised(token)) return false
  if (model.isStopWord(token.lower)) return false
  return token.opens ? !model.knows(token.lower) : tag === 'PROPN' || !model.knows(token.lower)
}

function isCapitalised(token: Token): boolean {
  return token.text !== token.lower && /^\p{Lu}/u.test(token.text)
}

function endOfName(tokens: readonly Token[], start: number): number {
  let end = start + 1
  while (end < tokens.length && end - start < 8) {
    const token = tokens[end]
    if (token === undefined || tokens[end - 1]?.possessive === true) break
    if (token.kind === 'word' && isCapitalised(token)) end += 1
    else if (CONNECTORS.has(token.lower) && isCapitalisedWord(tokens[end + 1]) && token.lower !== 'and')
      end += 2
    else break
  }
  return end
}

function isCapitalisedWord(token: Token | undefined): boolean {
  return token !== undefined && token.kind === 'word' && isCapitalised(token)
}
