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

/**
 * Parts a text where its language changes. A paragraph that does not tell its own has that of the whole, and a whole that
 * does not, such as a heading, has that of the text `before` it.
 */
export function stretchesOf(
  paragraphs: readonly (readonly Token[])[],
  before: Language | undefined,
): Stretch[] {
  const [only = [], ...others] = paragraphs
  if (others.length === 0) return [{ language: languageOf(only, before), tokens: only }]
  if (paragraphs.every(hasEnglish)) return [{ language: undefined, tokens: paragraphs.flat() }]
  const ofWhole = languageOf(paragraphs.flat(), before)
  return joined(
    paragraphs.map((tokens) => ({
      language: hasEnglish(tokens) ? undefined : (guessLanguage(wordsOf(tokens), CERTAIN) ?? ofWhole),
      tokens,
    })),
  )
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: { readonly language: Language | undefined; readonly tokens: Token[] }[] = []
  for (const { language, tokens } of stretches) {
    const last = all.at(-1)
    if (last === undefined || last.language !== language) all.push({ language, tokens: [...tokens] })
    else for (const token of tokens) last.tokens.push(token)
  }
  return all
}

function languageOf(tokens: readonly Token[], before: Language | undefined): Language | undefined {
  return hasEnglish(tokens) ? undefined : (guessLanguage(wordsOf(tokens)) ?? before)
}

function hasEnglish(tokens: readonly Token[]): boolean {
  let words = 0
  let known = 0
  for (const { kind, word } of tokens) {
    if (kind !== 'word') continue
    words += 1
    if (word.known) known += 1
  }
  return isEnglish(words, known)
}

function wordsOf(tokens: readonly Token[]): Word[] {
  return tokens.filter(({ kind }) => kind === 'word').map(({ word }) => word)
}
