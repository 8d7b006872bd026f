import { LANGUAGES, type Language, languagesListing } from './languages.ts'
import type { Word } from './model.ts'

/** What is asked of a word. */
type Clue = Pick<Word, 'text' | 'lower' | 'known' | 'stop'>

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
const ASCII = /^[ -~]*$/
const APOSTROPHE = /['’]/

/** Whether so many words, of which so many are in the dictionary, leave nothing to ask about their language. */
export function isEnglish(words: number, known: number): boolean {
  return known >= words * ENGLISH_SHARE
}

/**
 * The language of a text that is hardly English, by its script and its function words; undefined when unsure.
 *
 * @param least so many function words it takes at least.
 */
export function guessLanguage(all: readonly Word[], least = 1): Language | undefined {
  const words = [...new Map(all.flatMap(cluesIn).map((word) => [word.lower, word])).values()]
  const script = scriptOf(words)
  return script === undefined ? ofLatinWords(words, least) : likeliest(words, ofScript(script)).language
}

/** Articles and endings stand apart: `l'API`, `Docker'da`. */
function cluesIn(word: Word): readonly Clue[] {
  if (word.known || !APOSTROPHE.test(word.lower)) return [word]
  const pieces = word.lower.split(APOSTROPHE)
  return word.text
    .split(APOSTROPHE)
    .map((text, i) => ({ text, lower: pieces[i] ?? '', known: false, stop: false }))
}

const OTHER_SCRIPTS = [...new Set(LANGUAGES.map(({ script }) => script))].filter((one) => !one.test('a'))
const LATIN_LANGUAGES = LANGUAGES.filter(({ script }) => script.test('a'))

/** The script of many of the words that is not the Latin one. */
function scriptOf(words: readonly Clue[]): RegExp | undefined {
  const others = words.filter(({ lower }) => !ASCII.test(lower))
  const least = words.length * SCRIPT_SHARE
  if (others.length <= least) return undefined
  return OTHER_SCRIPTS.find((script) => others.filter(({ lower }) => script.test(lower)).length > least)
}

function ofScript(script: RegExp): Language[] {
  return LANGUAGES.filter((language) => language.script === script)
}

function ofLatinWords(words: readonly Clue[], least: number): Language | undefined {
  const some = words.length < FEW_WORDS ? 2 : Math.min(Math.ceil(words.length / WORDS_FOR_EACH), ENOUGH)
  const enough = Math.max(some, least)
  if (words.filter(({ lower }) => languagesListing(lower) !== 0).length < enough) return undefined
  const { language, score, stopWords, english } = likeliest(words, LATIN_LANGUAGES)
  return score > english && stopWords >= enough ? language : undefined
}

interface Evidence {
  readonly language: Language
  score: number
  stopWords: number
}

/** A stop word that several languages share tells each of them the less. */
function likeliest(words: readonly Clue[], languages: readonly Language[]) {
  const evidence: Evidence[] = languages.map((language) => ({ language, score: 0, stopWords: 0 }))
  let english = 0
  for (const { text, lower, known, stop } of words) {
    const listing = languagesListing(lower)
    if (ACRONYM.test(text)) continue
    const its = listing === 0 ? [] : evidence.filter(({ language }) => (listing & language.bit) !== 0)
    for (const one of its) {
      one.score += 1 / (its.length + (stop ? 1 : 0))
      one.stopWords += 1
    }
    if (stop) english += 1 / (its.length + 1)
    // In capitals it may belong to a name.
    else if (known && its.length === 0 && text === lower) english += CONTENT_WORD
  }
  const best = evidence.reduce((one, other) => (other.score > one.score ? other : one))
  return { ...best, english }
}
