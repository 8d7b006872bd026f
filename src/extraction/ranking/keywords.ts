import type { Extraction } from '../breadcrumb.ts'
import { MOST_KEYWORDS } from '../options.ts'
import { type Findings, heaviest, type Weighed } from './findings.ts'

const SHORTEST = 2
const LONGEST = 64

/** The most telling candidates, at most `limit`, sorted; tags and terms of the vocabulary stay beyond it. */
export function keywordsOf(findings: Findings, limit: number): Pick<Extraction, 'keywords' | 'weights'> {
  const { terms, place } = findings
  const first = firstOf(findings)
  const others = findings.candidates.filter(
    ({ value }) => isKeyword(value) && !first.has(value) && !terms.isOwn(value),
  )
  const keywords = composed([...first.values(), ...heaviest(others, limit - first.size)])
  keywords.sort((a, b) => (a.value < b.value ? -1 : 1))
  return {
    keywords: keywords.map(({ value }) => value),
    weights: keywords.map((keyword) => weightOf(keyword, place.words)),
  }
}

/** Keywords that stand whatever their weight, each with all its mentions. */
function firstOf(findings: Findings): Map<string, Weighed> {
  const first = new Map<string, Weighed>()
  for (const keyword of [...findings.kept, ...findings.terms.about(findings.place.words)]) {
    if (!isWhole(keyword.value) || first.size >= MOST_KEYWORDS) continue
    const before = first.get(keyword.value)?.mentions ?? findings.mentionsOf(keyword.value)
    first.set(keyword.value, { ...keyword, mentions: Math.max(keyword.mentions, before) })
  }
  return first
}

const ASCII = /^[ -~]*$/
const LETTER = /[\p{L}\p{N}]/u
/** Or single ones with the signs that make them a name: `c++`, `c#`, `u.s.`, `r&d`. */
const TWO_LETTERS = /[\p{L}\p{N}]{2}|^\p{L}(?:\+\+|#)$|^\p{L}[.&]\p{L}/u

/** Of what somebody gave as a keyword, one letter is enough. */
function isWhole(keyword: string): boolean {
  return keyword.length >= SHORTEST && keyword.length <= LONGEST && LETTER.test(keyword)
}

function isKeyword(keyword: string): boolean {
  if (keyword.length < SHORTEST || keyword.length > LONGEST) return false
  return (
    (isSmallLetter(keyword.charCodeAt(0)) && isSmallLetter(keyword.charCodeAt(1))) ||
    TWO_LETTERS.test(keyword)
  )
}

/** Spares most keywords the slower test. */
function isSmallLetter(code: number): boolean {
  return code >= 97 && code <= 122
}

/** A small letter may compose with its accent where the capital did not. */
function composed(keywords: readonly Weighed[]): Weighed[] {
  if (keywords.every(({ value }) => ASCII.test(value))) return [...keywords]
  const byValue = new Map<string, Weighed>()
  for (const keyword of keywords) {
    const value = keyword.value.normalize('NFC')
    const mentions = keyword.mentions + (byValue.get(value)?.mentions ?? 0)
    byValue.set(value, { ...keyword, value, mentions })
  }
  return [...byValue.values()]
}

/** BM25's k1: how many mentions, in a text of usual length, give half of the heaviest weight. */
const HALF_AT = 1.2
/** BM25's b: how much the length of a text counts, 0 to 1. */
const LENGTH_COUNTS = 0.4
/** Words of a text of usual length. */
const USUAL_LENGTH = 400
const HEAVIEST = 255
/** The share of its weight that a phrase keeps: its words, which count beside it, are what most of it says. */
const PHRASE = 0.2

/**
 * How much a text of so many words is about a keyword: 1 to 255. The share that BM25 gives a word's frequency, for the
 * sum of rarity × weight over the words of a query.
 */
function weightOf({ value, mentions }: Weighed, words: number): number {
  const half = HALF_AT * (1 - LENGTH_COUNTS + (LENGTH_COUNTS * words) / USUAL_LENGTH)
  const share = mentions / (mentions + half)
  return Math.max(1, Math.round(HEAVIEST * share * (value.includes(' ') ? PHRASE : 1)))
}
