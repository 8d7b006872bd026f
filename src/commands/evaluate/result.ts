import { ndcg } from '../../search/measures.ts'
import type { Placement } from '../../search/placement.ts'
import { FIRST, type Ranked, type WaysMeasured } from '../../search/ways.ts'

/** The document of `evaluate --json`. */
export interface EvaluationResult {
  readonly questions: number
  /** Those that have an embedding. Without one, the vector half is 0. */
  readonly withEmbedding: number
  readonly excludedSchemas: readonly string[]
  readonly measures: WaysMeasured
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

/** Those with the lowest nDCG first; of equal ones, in the order of the file. */
export function worstFirst(ranked: readonly Ranked[]): Ranked[] {
  const quality = new Map(ranked.map((one) => [one, ndcg(one.rankings.ours, one.question.relevant, FIRST)]))
  return ranked
    .filter((one) => (quality.get(one) ?? 0) < 1)
    .sort((a, b) => (quality.get(a) ?? 0) - (quality.get(b) ?? 0))
}
