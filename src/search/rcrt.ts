import { Vocabulary } from '../extraction/mentions/vocabulary.ts'

/** What vectors and keywords count in its ranking: 0.6 / (1 + cosine distance) + 0.4 × share of the keywords. */
export const RCRT_VECTOR_SHARE = 0.6
export const RCRT_KEYWORD_SHARE = 0.4

/** Schema names of at least two words: `tool.code.v1`, but not `knowledge.v1`. */
const SCHEMA_NAME = /\b[a-z_]+(?:\.[a-z_]+)+\.v\d+\b/g

/**
 * What RCRT's own extractor makes of a question: schema names, and the terms of its vocabulary that occur anywhere in
 * the text, even inside other words. Sorted, without duplicates.
 */
export function keywordsOfRcrt(question: string): string[] {
  const lower = question.toLowerCase()
  const terms = Vocabulary.termsOfRcrt.filter((term) => lower.includes(term))
  return [...new Set([...terms, ...(lower.match(SCHEMA_NAME) ?? [])])].sort()
}
