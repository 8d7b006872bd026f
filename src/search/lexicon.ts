import { TAGS, type Tag } from '../extraction/language/core-model.ts'
import { Lemmas } from '../extraction/language/lemmas.ts'
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

const ORDINARY = /^\p{L}[\p{L}\p{M}'’-]*$/u

/**
 * The English words whose entry tells more than `PLURAL`, about 40,000, by the functions that extraction itself uses:
 * what a question asks for and what breadcrumbs carry have to be the same words. Takes about 2 s.
 */
export function lexicon(): LexiconEntry[] {
  const model = loadLanguageModel()
  const lemmas = new Lemmas(model)
  const vocabulary = new Vocabulary()
  const words = model.words.filter((word) => word === word.toLowerCase() && ORDINARY.test(word))
  return [...new Set([...words, ...vocabulary.spellings])]
    .map((word) => entryOf(word, { model, lemmas, vocabulary }))
    .filter((entry) => !isRegular(entry))
}

interface Knowledge {
  readonly model: LanguageModel
  readonly lemmas: Lemmas
  readonly vocabulary: Vocabulary
}

function entryOf(word: string, { model, lemmas, vocabulary }: Knowledge): LexiconEntry {
  const known = model.word(word)
  const base = canCarryMeaning(known)
    ? [lemmas.of(word, usualTag(known) === 'ADJ' ? 'ADJ' : 'NOUN').lower]
    : []
  const terms = vocabulary.entriesOf(word).flatMap(({ keywords }) => keywords)
  const endsPhrases = !known.stop && ['NOUN', 'PROPN'].includes(usualTag(known))
  return {
    word,
    keywords: [...new Set([...base, ...terms])],
    head: endsPhrases ? lemmas.singular(word).lower : null,
    modifies: endsPhrases || (!known.stop && (usualTag(known) === 'ADJ' || isParticiple(known))),
  }
}

/** Whether a tagger may take it for one of the parts of speech that do. */
function canCarryMeaning({ stop, common }: Word): boolean {
  return !stop && [common.usual, ...common.possible].some((tag) => CONTENT_TAGS.has(TAGS[tag] ?? 'UNK'))
}

function usualTag({ common }: Word): Tag {
  return TAGS[common.usual] ?? 'UNK'
}

function isParticiple(word: Word): boolean {
  return usualTag(word) === 'VERB' && /...(?:ing|ed)$/.test(word.lower)
}

function isRegular({ word, keywords, head, modifies }: LexiconEntry): boolean {
  const singular = word.replace(new RegExp(PLURAL), '$1')
  return modifies && head === singular && keywords.length === 1 && keywords[0] === singular
}
