import { LANGUAGES, type Language } from './languages.ts'
import type { Word } from './model.ts'

/** A text of which so many words are English is English. */
const ENGLISH_SHARE = 0.75
/** The share of a text's words from which on they tell its script. */
const SCRIPT_SHARE = 0.2
/** So many words need one function word that tells their language; six are always enough. */
const WORDS_FOR_EACH = 8
const ENOUGH = 6
/** Fewer words than this may be names, and need two. */
const FEW_WORDS = 4
/** What an English word tells that is no stop word. */
const CONTENT_WORD = 0.5
/** The licence MIT is no German word. */
const ACRONYM = /^\p{Lu}{2,}$/u

/** Whether there is nothing to ask about a text. */
export function isEnglish(words: readonly Word[]): boolean {
  let known = 0
  for (const word of words) if (word.known) known += 1
  return known >= words.length * ENGLISH_SHARE
}

/**
 * The language of a text, by its script and its function words; undefined when it is English, or when unsure.
 *
 * @param least so many function words it takes at least.
 */
export function guessLanguage(all: readonly Word[], least = 1): Language | undefined {
  if (isEnglish(all)) return undefined
  const words = [...new Map(all.map((word) => [word.lower, word])).values()]
  const inScript = (script: RegExp): number => words.filter(({ lower }) => script.test(lower)).length
  const script = OTHER_SCRIPTS.find((one) => inScript(one) > words.length * SCRIPT_SHARE)
  return script === undefined ? ofLatinWords(words, least) : likeliest(words, ofScript(script)).language
}

const OTHER_SCRIPTS = [...new Set(LANGUAGES.map(({ script }) => script))].filter((one) => !one.test('a'))
const LATIN_LANGUAGES = LANGUAGES.filter(({ script }) => script.test('a'))

function ofScript(script: RegExp): Language[] {
  return LANGUAGES.filter((language) => language.script === script)
}

function ofLatinWords(words: readonly Word[], least: number): Language | undefined {
  const { language, score, stopWords, english } = likeliest(words, LATIN_LANGUAGES)
  const enough = words.length < FEW_WORDS ? 2 : Math.min(Math.ceil(words.length / WORDS_FOR_EACH), ENOUGH)
  return score > english && stopWords >= Math.max(enough, least) ? language : undefined
}

interface Evidence {
  readonly language: Language | undefined
  score: number
  stopWords: number
}

/** A stop word that several languages share tells each of them the less. */
function likeliest(words: readonly Word[], languages: readonly Language[]): Evidence & { english: number } {
  const evidence: Evidence[] = languages.map((language) => ({ language, score: 0, stopWords: 0 }))
  let english = 0
  for (const { text, lower, known, stop } of words) {
    if (ACRONYM.test(text)) continue
    const its = evidence.filter(({ language }) => language?.isStopWord(lower))
    for (const one of its) {
      one.score += 1 / (its.length + (stop ? 1 : 0))
      one.stopWords += 1
    }
    if (stop) english += 1 / (its.length + 1)
    // In capitals it may belong to a name.
    else if (known && its.length === 0 && text === lower) english += CONTENT_WORD
  }
  return { ...evidence.reduce((best, one) => (one.score > best.score ? one : best)), english }
}
