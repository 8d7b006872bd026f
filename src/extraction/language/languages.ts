import { createRequire } from 'node:module'
import { stemmer as arabic } from '@orama/stemmers/arabic'
import { stemmer as bulgarian } from '@orama/stemmers/bulgarian'
import { stemmer as danish } from '@orama/stemmers/danish'
import { stemmer as dutch } from '@orama/stemmers/dutch'
import { stemmer as finnish } from '@orama/stemmers/finnish'
import { stemmer as french } from '@orama/stemmers/french'
import { stemmer as german } from '@orama/stemmers/german'
import { stemmer as greek } from '@orama/stemmers/greek'
import { stemmer as hungarian } from '@orama/stemmers/hungarian'
import { stemmer as hindi } from '@orama/stemmers/indian'
import { stemmer as indonesian } from '@orama/stemmers/indonesian'
import { stemmer as italian } from '@orama/stemmers/italian'
import { stemmer as norwegian } from '@orama/stemmers/norwegian'
import { stemmer as portuguese } from '@orama/stemmers/portuguese'
import { stemmer as romanian } from '@orama/stemmers/romanian'
import { stemmer as russian } from '@orama/stemmers/russian'
import { stemmer as spanish } from '@orama/stemmers/spanish'
import { stemmer as swedish } from '@orama/stemmers/swedish'
import { stemmer as turkish } from '@orama/stemmers/turkish'
import { stemmer as ukrainian } from '@orama/stemmers/ukrainian'

/** A language other than English. */
export interface Language {
  /** As in ISO 639-1. */
  readonly code: string
  /** Matches its letters. */
  readonly script: RegExp
  /** Of a word in lower case, the part that its forms share. */
  stem(word: string): string
  isStopWord(word: string): boolean
  /** Its bit in what `languagesListing` tells. */
  readonly bit: number
}

const LATIN = /\p{Script=Latin}/u
const ARABIC = /\p{Script=Arabic}/u
const CYRILLIC = /\p{Script=Cyrillic}/u
const DEVANAGARI = /\p{Script=Devanagari}/u

const asItIs = (word: string): string => word

/** At most 31: their stop words are kept as bits. Those without a Snowball stemmer keep their words as they are. */
const TABLE: readonly (readonly [code: string, script: RegExp, stem: (word: string) => string])[] = [
  ['de', LATIN, german],
  ['es', LATIN, spanish],
  ['fr', LATIN, french],
  ['it', LATIN, italian],
  ['pt', LATIN, portuguese],
  ['nl', LATIN, dutch],
  ['sv', LATIN, swedish],
  ['da', LATIN, danish],
  ['no', LATIN, norwegian],
  ['fi', LATIN, finnish],
  ['hu', LATIN, hungarian],
  ['ro', LATIN, romanian],
  ['tr', LATIN, turkish],
  ['id', LATIN, indonesian],
  ['pl', LATIN, asItIs],
  ['cs', LATIN, asItIs],
  ['vi', LATIN, asItIs],
  ['ru', CYRILLIC, russian],
  ['uk', CYRILLIC, ukrainian],
  ['bg', CYRILLIC, bulgarian],
  ['el', /\p{Script=Greek}/u, greek],
  ['ar', ARABIC, arabic],
  ['fa', ARABIC, asItIs],
  ['he', /\p{Script=Hebrew}/u, asItIs],
  ['hi', DEVANAGARI, hindi],
  ['th', /\p{Script=Thai}/u, asItIs],
  ['ko', /\p{Script=Hangul}/u, asItIs],
  // Japanese has Chinese characters too: its own come first.
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u, asItIs],
  ['zh', /\p{Script=Han}/u, asItIs],
]

/** Importing JSON is still an experiment in Node 20. */
const stopWords = createRequire(import.meta.url)('stopwords-iso') as Readonly<
  Record<string, readonly string[]>
>

/** For each word that is a stop word in any of the languages, those where it is one, as bits by their position. */
const LISTED = new Map<string, number>()
TABLE.forEach(([code], at) => {
  for (const word of stopWords[code] ?? []) LISTED.set(word, (LISTED.get(word) ?? 0) | (1 << at))
})

export const LANGUAGES: readonly Language[] = TABLE.map(([code, script, stem], at) => ({
  code,
  script,
  stem,
  isStopWord: (word) => (languagesListing(word) & (1 << at)) !== 0,
  bit: 1 << at,
}))

/** The languages among whose stop words a word, in lower case, is: a bit each. */
export function languagesListing(word: string): number {
  return LISTED.get(word) ?? 0
}
