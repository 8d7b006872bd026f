import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import englishWords from 'word-list'
import { type LanguageModel, loadLanguageModel, type Word } from '../extraction/language/model.ts'
import { Vocabulary } from '../extraction/mentions/vocabulary.ts'
import { CONTENT_TAGS } from '../extraction/reading/prose-reader.ts'

/** What a word of a question stands for, whatever its place in it. */
export interface LexiconEntry {
  /** In lower case. */
  readonly word: string
  /** Of the word by itself; none for words that carry no meaning. */
  readonly keywords: readonly string[]
  /** Its form as the last word of a phrase; null where no phrase ends with it. */
  readonly head: string | null
  /** Whether it can stand in a phrase before another word. */
  readonly modifies: boolean
}

/**
 * What a word stands for that is not in the lexicon: itself in the singular. The form is that of a regular
 * expression which PostgreSQL and JavaScript read alike.
 */
export const PLURAL = '^(.{2,}[bcdfgklmnrt])s$'

const MEANINGFUL = ['NOUN', 'VERB', 'ADJ'] as const
const ORDINARY = /^\p{L}[\p{L}\p{M}'’-]*$/u

/**
 * The English words whose entry tells more than `PLURAL`, about 63,000, by the functions that extraction itself uses:
 * what a question asks for and what breadcrumbs carry have to be the same words. Takes about 5 s.
 */
export function lexicon(): LexiconEntry[] {
  const model = loadLanguageModel()
  const vocabulary = new Vocabulary()
  const words = ordinaryWords().filter((word) => isForm(model.word(word)))
  return [...new Set([...words, ...vocabulary.spellings])]
    .map((word) => entryOf(word, model, vocabulary))
    .filter((entry) => !isRegular(entry))
}

/** Of a word that the model knows; what else a dictionary has, nobody asks for. */
function isForm({ known, base }: Word): boolean {
  return known || base.known
}

/** Those of a dictionary, and stop words, which are short or have an apostrophe. */
function ordinaryWords(): string[] {
  const { en = [] } = createRequire(import.meta.url)('stopwords-iso') as Record<string, string[]>
  return [...readFileSync(englishWords, 'utf8').split('\n'), ...en].filter((word) => ORDINARY.test(word))
}

function entryOf(word: string, model: LanguageModel, vocabulary: Vocabulary): LexiconEntry {
  const known = model.word(word)
  const { stop, usual, base, singular } = known
  const carriesMeaning =
    !stop && (!known.known || CONTENT_TAGS.has(usual) || MEANINGFUL.some((tag) => known.canBe(tag)))
  const terms = vocabulary.entriesOf(word).flatMap(({ keywords }) => keywords)
  const endsPhrases = !stop && (usual === 'NOUN' || usual === 'PROPN')
  return {
    word,
    keywords: [...new Set([...(carriesMeaning ? [base.lower] : []), ...terms])],
    head: endsPhrases ? singular : null,
    modifies: endsPhrases || (!stop && (usual === 'ADJ' || isParticiple(known))),
  }
}

function isParticiple({ usual, lower }: Word): boolean {
  return usual === 'VERB' && /...(?:ing|ed)$/.test(lower)
}

function isRegular({ word, keywords, head, modifies }: LexiconEntry): boolean {
  const singular = word.replace(new RegExp(PLURAL), '$1')
  return modifies && head === singular && keywords.length === 1 && keywords[0] === singular
}
