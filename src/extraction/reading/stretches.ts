import { guessLanguage, isEnglish } from '../language/guess.ts'
import type { Language } from '../language/languages.ts'
import type { Word } from '../language/model.ts'
import type { Token } from './scanner.ts'

/** Paragraphs of one language, one behind the other. */
export interface Stretch {
  /** Undefined for English. */
  readonly language: Language | undefined
  readonly tokens: readonly Token[]
}

/** Function words by which one paragraph of several may differ from the whole: short ones are often no sentences. */
const CERTAIN = 3

/** Parts a text where its language changes. A paragraph that does not tell its own has that of the whole. */
export function stretchesOf(paragraphs: readonly (readonly Token[])[]): Stretch[] {
  const words = paragraphs.map(wordsOf)
  if (words.every(isEnglish)) return [{ language: undefined, tokens: paragraphs.flat() }]
  const ofWhole = guessLanguage(words.flat())
  const stretches: { language: Language | undefined; tokens: Token[] }[] = []
  paragraphs.forEach((tokens, i) => {
    const own = words[i] ?? []
    const language = isEnglish(own) ? undefined : (guessLanguage(own, CERTAIN) ?? ofWhole)
    const last = stretches.at(-1)
    if (last !== undefined && last.language === language) for (const token of tokens) last.tokens.push(token)
    else stretches.push({ language, tokens: [...tokens] })
  })
  return stretches
}

function wordsOf(tokens: readonly Token[]): Word[] {
  const words: Word[] = []
  for (const { kind, word } of tokens) if (kind === 'word') words.push(word)
  return words
}
