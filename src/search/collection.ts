import { RCRT_KEYWORD_SHARE, RCRT_VECTOR_SHARE } from './rcrt.ts'
import { HEAVIEST_WEIGHT, KEYWORD_SHARE, RARITY_POWER, VECTOR_SHARE } from './score.ts'
import { RANKED, type Rankings } from './ways.ts'

/** What a breadcrumb is found by. */
export interface Carrier {
  readonly id: string
  readonly schema: string | null
  readonly keywords: readonly string[]
  /** A byte a keyword, in their order; undefined where they are not known, and each counts as the heaviest. */
  readonly weights: Uint8Array | undefined
}

/** A question as each way asks it. */
export interface Asked {
  readonly keywords: readonly string[]
  /** What RCRT's own extractor makes of it. */
  readonly keywordsOfRcrt: readonly string[]
  /** Cosine distances from its vector, of the breadcrumbs that have one; null for a question by keywords alone. */
  readonly distances: ReadonlyMap<string, number> | null
}

type Score = (carrier: Carrier) => number

/**
 * Breadcrumbs in memory, ranked as the functions in the database rank (see score.ts) and as RCRT's statement does, as
 * if there were no others: by them is told how rare a keyword is.
 */
export class Collection {
  readonly #carriers: readonly Carrier[]
  readonly #excluded: ReadonlySet<string>
  readonly #carriedBy = new Map<string, number>()

  /** @param excluded schemas that no search finds; where there are any, nor is what has none */
  constructor(carriers: readonly Carrier[], excluded: readonly string[]) {
    this.#carriers = carriers
    this.#excluded = new Set(excluded)
    for (const keyword of carriers.flatMap(({ keywords }) => keywords))
      this.#carriedBy.set(keyword, (this.#carriedBy.get(keyword) ?? 0) + 1)
  }

  /** In each way of asking. */
  rank({ keywords, keywordsOfRcrt, distances }: Asked): Rankings {
    const findable = this.#carriers.filter(({ schema }) => this.#isFindable(schema))
    const scores = this.#keywordScores(findable, keywords)
    const byKeywords: Score = ({ id }) => scores.get(id) ?? 0
    const found = findable.filter(({ id }) => scores.has(id))
    const alone = best(found, byKeywords)
    return {
      keywords: alone,
      ours: distances === null ? alone : withVectors(findable, scores, distances),
      rcrt: best(
        findable.filter(({ schema }) => schema !== null),
        scoreOfRcrt(keywordsOfRcrt, distances),
      ),
    }
  }

  #isFindable(schema: string | null): boolean {
    return schema === null ? this.#excluded.size === 0 : !this.#excluded.has(schema)
  }

  /** Of those that carry any of what is asked for, 0 to 1. */
  #keywordScores(findable: readonly Carrier[], asked: readonly string[]): ReadonlyMap<string, number> {
    const rarities = new Map(asked.map((keyword) => [keyword, this.#rarity(keyword)]))
    const all = [...rarities.values()].reduce((sum, rarity) => sum + rarity, 0)
    const scores = new Map<string, number>()
    for (const { id, keywords, weights } of findable) {
      for (const [at, keyword] of keywords.entries()) {
        const rarity = rarities.get(keyword)
        if (rarity === undefined) continue
        const weight = weights?.[at] ?? HEAVIEST_WEIGHT
        scores.set(id, (scores.get(id) ?? 0) + (rarity / all) * (weight / HEAVIEST_WEIGHT))
      }
    }
    return scores
  }

  #rarity(keyword: string): number {
    return Math.log(1 + this.#carriers.length / (1 + (this.#carriedBy.get(keyword) ?? 0))) ** RARITY_POWER
  }
}

function withVectors(
  findable: readonly Carrier[],
  scores: ReadonlyMap<string, number>,
  distances: ReadonlyMap<string, number>,
): string[] {
  const most = [...scores.values()].reduce((highest, score) => Math.max(highest, score), 0)
  const keywordHalf = (id: string) => (most === 0 ? 0 : (scores.get(id) ?? 0) / most)
  const vectorHalf = (id: string) => {
    const distance = distances.get(id) ?? Number.NaN
    return Number.isNaN(distance) ? 0 : Math.max(0, 1 - distance)
  }
  const found = findable.filter(({ id }) => scores.has(id) || distances.has(id))
  return best(found, ({ id }) => KEYWORD_SHARE * keywordHalf(id) + VECTOR_SHARE * vectorHalf(id))
}

/** As in `rcrtRanking`: a vector that is zero comes first, as NaN does in PostgreSQL. */
function scoreOfRcrt(asked: readonly string[], distances: ReadonlyMap<string, number> | null): Score {
  const wanted = new Set(asked)
  return ({ id, keywords }) => {
    const distance = distances?.get(id)
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY
    const carried = keywords.filter((keyword) => wanted.has(keyword)).length
    return (
      RCRT_VECTOR_SHARE * (distance === undefined ? 0 : 1 / (1 + distance)) +
      RCRT_KEYWORD_SHARE * (carried / Math.max(1, asked.length))
    )
  }
}

/** Of equals the lower id first. */
function best(carriers: readonly Carrier[], score: Score): string[] {
  return carriers
    .map((carrier) => ({ id: carrier.id, score: score(carrier) }))
    .sort((a, b) => (a.score === b.score ? (a.id < b.id ? -1 : 1) : b.score - a.score))
    .slice(0, RANKED)
    .map(({ id }) => id)
}
