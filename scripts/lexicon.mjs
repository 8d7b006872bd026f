// Writes dist/search/lexicon.tsv: what the words of a question stand for, by the functions that extraction itself uses,
// since what a question asks for and what breadcrumbs carry have to be the same words. `migrate` fills a table with it.
// A line is a word, its keywords (none for a word that carries no meaning), its form as the last word of a phrase
// (empty where no phrase ends with it), whether it can stand before another word of a phrase (1 or 0), and the languages
// among whose function words it is.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import englishWords from 'word-list'
import { LANGUAGES } from '../dist/extraction/language/languages.js'
import { loadLanguageModel } from '../dist/extraction/language/model.js'
import { Vocabulary } from '../dist/extraction/mentions/vocabulary.js'
import { CONTENT_TAGS } from '../dist/extraction/reading/prose-reader.js'
import { PLURAL } from '../dist/search/singular.js'

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const LEXICON = file('dist/search/lexicon.tsv')
const LANGUAGE = 'src/extraction/language'
const SOURCES = [
  ...readdirSync(file(LANGUAGE)).map((name) => `${LANGUAGE}/${name}`),
  ...['src/extraction/mentions/vocabulary.ts', 'src/extraction/reading/prose-reader.ts'],
  ...['src/search/singular.ts', 'scripts/lexicon.mjs', 'package-lock.json'],
]
const MEANINGFUL = ['NOUN', 'VERB', 'ADJ']
const ORDINARY = /^\p{L}[\p{L}\p{M}'’-]*$/u

/** It takes about 5 s, so that it is only written when something changed that it is made of. */
if (Math.max(...SOURCES.map((path) => changedAt(file(path)))) > changedAt(LEXICON)) {
  mkdirSync(file('dist/search'), { recursive: true })
  writeFileSync(
    LEXICON,
    lexicon()
      .map((entry) => entry.join('\t'))
      .join('\n'),
  )
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** The words whose entry tells more than `PLURAL`, and those of RCRT, which are not split: `TypeScript`. */
function lexicon() {
  const model = loadLanguageModel()
  const vocabulary = new Vocabulary()
  const ordinary = [...dictionary().filter((word) => isForm(model.word(word))), ...functionWords()]
  return [...new Set([...ordinary.filter((word) => ORDINARY.test(word)), ...vocabulary.spellings])]
    .map((word) => entryOf(word, model, vocabulary))
    .filter((entry) => !isRegular(entry) || vocabulary.spellings.includes(entry[0]))
}

function dictionary() {
  return readFileSync(englishWords, 'utf8').split('\n')
}

function functionWords() {
  return Object.values(createRequire(import.meta.url)('stopwords-iso')).flat()
}

/** Of a word that the model knows; what else a dictionary has, nobody asks for. */
function isForm({ known, base }) {
  return known || base.known
}

function entryOf(word, model, vocabulary) {
  const known = model.word(word)
  const { stop, usual, base, singular } = known
  const carriesMeaning =
    !stop && (!known.known || CONTENT_TAGS.has(usual) || MEANINGFUL.some((tag) => known.canBe(tag)))
  const terms = vocabulary.entriesOf(word).flatMap(({ keywords }) => keywords)
  const endsPhrases = !stop && (usual === 'NOUN' || usual === 'PROPN')
  const isParticiple = usual === 'VERB' && /...(?:ing|ed)$/.test(word)
  return [
    word,
    [...new Set([...(carriesMeaning ? [base.lower] : []), ...terms])].join(' '),
    endsPhrases ? singular : '',
    endsPhrases || (!stop && (usual === 'ADJ' || isParticiple)) ? 1 : 0,
    [
      ...(stop ? ['en'] : []),
      ...LANGUAGES.filter((language) => language.isStopWord(word)).map(({ code }) => code),
    ].join(' '),
  ]
}

function isRegular([word, keywords, head, modifies, languages]) {
  const singular = word.replace(new RegExp(PLURAL), '$1')
  return modifies === 1 && head === singular && keywords === singular && languages === ''
}
