import type { Extraction } from '../breadcrumb.ts'
import { type Findings, heaviest, type Weighed } from './findings.ts'

const SHORTEST = 2
const LONGEST = 64

/** The most telling candidates, at most `limit`, sorted; what is required is always among them. */
export function keywordsOf(findings: Findings, limit: number): Pick<Extraction, 'keywords' | 'weights'> {
  const required = [...findings.required.values()].filter(({ value }) => isKeyword(value))
  const others = findings.candidates.filter(({ value }) => isKeyword(value) && !findings.required.has(value))
  const kept = composed([...required, ...heaviest(others, limit - required.length)])
  kept.sort((a, b) => (a.value < b.value ? -1 : 1))
  return {
    keywords: kept.map(({ value }) => value),
    weights: kept.map(({ mentions }) => weightOf(mentions, findings.words)),
  }
}

const ASCII = /^[ -~]*$/
const TWO_LETTERS = /[\p{L}\p{N}]{2}/u

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
const LENGTH_COUNTS = 0.5
/** Words of a text of usual length. */
const USUAL_LENGTH = 250
const HEAVIEST = 255

/**
 * How much a text of so many words is about what it mentions so often: 1 to 255. The share that BM25 gives a word's
 * frequency, for the sum of rarity × weight over the words of a query.
 */
function weightOf(mentions: number, words: number): number {
  const half = HALF_AT * (1 - LENGTH_COUNTS + (LENGTH_COUNTS * words) / USUAL_LENGTH)
  return Math.max(1, Math.round((HEAVIEST * mentions) / (mentions + half)))
}
