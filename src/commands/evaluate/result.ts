import { firstRank, ndcg, recall } from '../../search/measures.ts'
import type { Placement } from '../../search/placement.ts'
import type { KnownQuestion } from './questions.ts'

/** Ids, best first, in each way of asking. */
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

/** The document of `evaluate --json`. */
export interface EvaluationResult {
  readonly questions: number
  /** Those that have an embedding. Without one, the vector half is 0. */
  readonly withEmbedding: number
  readonly excludedSchemas: readonly string[]
  readonly measures: {
    readonly keywords: Measures
    readonly ours: Measures
    readonly rcrt: Measures | null
  }
  /** Those that do worst in our way first. */
  readonly worst: readonly WorstQuestion[]
}

export interface WorstQuestion {
  readonly query: string
  /** The best placed of the relevant breadcrumbs. */
  readonly id: string
  /** Null where it is not among the first 100. */
  readonly rank: number | null
  readonly placement: Placement
}

interface Ranked {
  readonly question: KnownQuestion
  readonly rankings: Rankings
}

const FIRST = 10

export function measured(
  ranked: readonly Ranked[],
): Pick<EvaluationResult, 'questions' | 'withEmbedding' | 'measures'> {
  const withRcrt = ranked.every(({ rankings }) => rankings.rcrt !== null)
  return {
    questions: ranked.length,
    withEmbedding: ranked.filter(({ question }) => question.embedding !== null).length,
    measures: {
      keywords: measuresOf(ranked, ({ keywords }) => keywords),
      ours: measuresOf(ranked, ({ ours }) => ours),
      rcrt: withRcrt ? measuresOf(ranked, ({ rcrt }) => rcrt ?? []) : null,
    },
  }
}

/** Those with the lowest nDCG first; of equal ones, in the order of the file. */
export function worstFirst(ranked: readonly Ranked[]): Ranked[] {
  const quality = new Map(ranked.map((one) => [one, ndcg(one.rankings.ours, one.question.relevant, FIRST)]))
  return ranked
    .filter((one) => (quality.get(one) ?? 0) < 1)
    .sort((a, b) => (quality.get(a) ?? 0) - (quality.get(b) ?? 0))
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
