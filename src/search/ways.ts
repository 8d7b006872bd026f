import { firstRank, ndcg, recall } from './measures.ts'
import type { KnownQuestion } from './questions.ts'

/** Ranks are told up to here. */
export const RANKED = 100
/** What people look at: RCRT's search gives so many. */
export const FIRST = 10

/** Ids, best first, up to 100, in each way of asking. */
export interface Rankings {
  /** By keywords alone. */
  readonly keywords: readonly string[]
  /** With the question's vector, too, where it has one. */
  readonly ours: readonly string[]
  /** Null where it was left out. */
  readonly rcrt: readonly string[] | null
}

/** Means over all questions, 0 to 1, and ranks counted from 1. */
export interface Measures {
  readonly ndcg10: number
  readonly recall10: number
  /** The median of the first right rank; null where most questions have none. */
  readonly medianFirstRank: number | null
  /** Questions with a right one on top. */
  readonly rightOnTop: number
}

/** Measures of each way of asking. */
export interface WaysMeasured {
  readonly keywords: Measures
  readonly ours: Measures
  readonly rcrt: Measures | null
}

/** A question, and what each way of asking it found. */
export interface Ranked {
  readonly question: KnownQuestion
  readonly rankings: Rankings
}

export function measured(ranked: readonly Ranked[]): WaysMeasured {
  const withRcrt = ranked.every(({ rankings }) => rankings.rcrt !== null)
  return {
    keywords: measuresOf(ranked, ({ keywords }) => keywords),
    ours: measuresOf(ranked, ({ ours }) => ours),
    rcrt: withRcrt ? measuresOf(ranked, ({ rcrt }) => rcrt ?? []) : null,
  }
}

function measuresOf(
  ranked: readonly Ranked[],
  rankingOf: (rankings: Rankings) => readonly string[],
): Measures {
  const mean = (of: (ranking: readonly string[], relevant: ReadonlySet<string>) => number) =>
    rounded(
      ranked.reduce((sum, { question, rankings }) => sum + of(rankingOf(rankings), question.relevant), 0) /
        ranked.length,
    )
  const ranks = ranked.map(({ question, rankings }) => firstRank(rankingOf(rankings), question.relevant))
  return {
    ndcg10: mean((ranking, relevant) => ndcg(ranking, relevant, FIRST)),
    recall10: mean((ranking, relevant) => recall(ranking, relevant, FIRST)),
    medianFirstRank: median(ranks),
    rightOnTop: ranks.filter((rank) => rank === 1).length,
  }
}

/** Of an even number, the worse of the two in the middle. */
function median(ranks: readonly (number | null)[]): number | null {
  const sorted = ranks.map((rank) => rank ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY
  return Number.isFinite(middle) ? middle : null
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
