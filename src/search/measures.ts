// How good a ranking is, by what is known to be relevant. Each from 0 to 1.

/** Normalised discounted cumulative gain of the first so many: what is relevant counts more the earlier it comes. */
export function ndcg(ranking: readonly string[], relevant: ReadonlySet<string>, first: number): number {
  const gain = (place: number) => 1 / Math.log2(place + 2)
  let found = 0
  for (const [place, id] of ranking.slice(0, first).entries()) if (relevant.has(id)) found += gain(place)
  let best = 0
  for (let place = 0; place < Math.min(first, relevant.size); place += 1) best += gain(place)
  return best === 0 ? 0 : found / best
}

/** The share of what is relevant that is among the first so many. */
export function recall(ranking: readonly string[], relevant: ReadonlySet<string>, first: number): number {
  if (relevant.size === 0) return 0
  return ranking.slice(0, first).filter((id) => relevant.has(id)).length / relevant.size
}

/** The first place of something relevant, counted from 1; null when there is none. */
export function firstRank(ranking: readonly string[], relevant: ReadonlySet<string>): number | null {
  const place = ranking.findIndex((id) => relevant.has(id))
  return place < 0 ? null : place + 1
}
