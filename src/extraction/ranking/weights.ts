import type { Weighed } from './findings.ts'

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
 * How much a text of so many words is about a keyword: 1 to 255. The share that BM25 gives a word's frequency, for
 * the sum of rarity × weight over the words of a query.
 */
export function weightOf({ value, mentions }: Weighed, words: number): number {
  const half = HALF_AT * (1 - LENGTH_COUNTS + (LENGTH_COUNTS * words) / USUAL_LENGTH)
  const share = mentions / (mentions + half)
  return Math.max(1, Math.round(HEAVIEST * share * (value.includes(' ') ? PHRASE : 1)))
}
