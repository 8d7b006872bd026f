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
export function weightOf(mentions: number, words: number): number {
  const half = HALF_AT * (1 - LENGTH_COUNTS + (LENGTH_COUNTS * words) / USUAL_LENGTH)
  return Math.max(1, Math.round((HEAVIEST * mentions) / (mentions + half)))
}
