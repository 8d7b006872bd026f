/** A keyword that is asked for, and the carried one that is spelt most like it. */
export interface NearKeyword {
  readonly asked: string
  readonly carried: string
}

/** Pairs that share less than this of their pairs of letters are not alike. */
const LEAST_LIKENESS = 0.4

/** For each keyword that is asked for, the most similar of those that a breadcrumb carries, where one is similar. */
export function nearestKeywords(asked: readonly string[], carried: readonly string[]): NearKeyword[] {
  return asked.flatMap((keyword) =>
    mostAlike(keyword, carried, 1).map((best) => ({ asked: keyword, carried: best })),
  )
}

/** Those that are spelt like a text, at most so many, the most similar first; of equals the last. */
export function mostAlike(text: string, others: readonly string[], most: number): string[] {
  return others
    .map((other) => ({ other, likeness: likenessOf(text, other) }))
    .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
    .reverse()
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most)
    .map(({ other }) => other)
}

/** Sørensen–Dice coefficient of the pairs of letters, 0 to 1. */
function likenessOf(a: string, b: string): number {
  const pairs = pairsOf(a)
  const others = pairsOf(b)
  if (pairs.length + others.length === 0) return 0
  const left = new Map<string, number>()
  for (const pair of pairs) left.set(pair, (left.get(pair) ?? 0) + 1)
  let common = 0
  for (const pair of others) {
    const count = left.get(pair) ?? 0
    if (count === 0) continue
    common += 1
    left.set(pair, count - 1)
  }
  return (2 * common) / (pairs.length + others.length)
}

function pairsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))
}
