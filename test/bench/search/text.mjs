import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import englishWords from 'word-list'
import { readmes } from '../readmes.mjs'
import { seededRandom } from '../text.mjs'

/** Shorter paragraphs say nothing, longer ones are tables. */
const PARAGRAPH_LETTERS = [80, 600]
/** So many of the words of a text are another's: texts of a few documents alone have no rare words. */
const SHARE_OF_OTHER_WORDS = 0.3

/**
 * What people wrote, the documentation of the installed packages and of this project: paragraphs, and as questions the
 * headings and the first sentences of some, each with the number of its paragraph. A paragraph keeps its number whatever
 * others there are, so that a table that was kept can still be asked after a package came or went.
 */
export function material() {
  const documents = [...readmes(), ...ownDocuments()]
  const paragraphs = new Map()
  const questions = new Map()
  for (const document of documents) {
    let heading = ''
    for (const block of document.split(/\n{2,}/)) {
      const text = block.replace(/\s+/g, ' ').trim()
      if (text.startsWith('#')) heading = text.replace(/^#+ /, '')
      else if (text.length >= PARAGRAPH_LETTERS[0] && text.length <= PARAGRAPH_LETTERS[1]) {
        const sentence = text.split(/[.:] /)[0]
        const paragraph = numberOf(text)
        for (const query of [heading, sentence]) if (isQuestion(query)) questions.set(query, paragraph)
        heading = ''
        paragraphs.set(paragraph, text)
      }
    }
  }
  return { paragraphs, questions: [...questions].map(([query, paragraph]) => ({ query, paragraph })) }
}

/** An int of PostgreSQL, at least 0. */
function numberOf(text) {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 1
}

function ownDocuments() {
  const files = readdirSync('docs').filter((file) => file.endsWith('.md'))
  return files.map((file) => readFileSync(`docs/${file}`, 'utf8'))
}

function isQuestion(text) {
  return /^[A-Z][\w',()-]*(?: [\w',()-]+){2,14}$/.test(text)
}

/** Words of the language, the n-th of them drawn about 1/n times as often as the first, as in any text. */
function words() {
  const all = readFileSync(englishWords, 'utf8').match(/^[a-z]{4,}$/gm)
  const random = seededRandom(7)
  const shuffled = all
    .map((word) => [random(), word])
    .sort(([a], [b]) => a - b)
    .map(([, word]) => word)
  return (number) => shuffled[Math.floor(shuffled.length ** number) - 1]
}

/** Makes text number n: two of the paragraphs, given by their numbers, some of whose words are replaced by others. */
export function textMaker(paragraphs) {
  const other = words()
  const numbers = [...paragraphs.keys()]
  return (number) => {
    const random = seededRandom(number)
    const parts = [0, 1].map(() => numbers[Math.floor(random() * numbers.length)])
    const text = parts.map((part) => paragraphs.get(part)).join('\n\n')
    return {
      parts,
      text: text.replace(/\b[a-z]{4,}\b/g, (word) =>
        random() < SHARE_OF_OTHER_WORDS ? other(random()) : word,
      ),
    }
  }
}
