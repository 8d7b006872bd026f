// How much a breadcrumb has of what a query asks for, each part and the whole from 0 to 1:
//   keywords  Σ rarity × weight over the keywords that it carries, of Σ rarity over all that are asked for
//   vector    the cosine between the two embeddings
//   score     both together, the keywords as a share of what the best has; without an embedding, the keywords alone
// The functions in the database compute it: `src/database/schema/functions`.

/** The keyword half's share of a score. */
export const KEYWORD_SHARE = 0.4
export const VECTOR_SHARE = 1 - KEYWORD_SHARE

/** The power of a rarity: how much more a rare keyword tells than one that many carry. */
export const RARITY_POWER = 1.25

/** Of a breadcrumb that is about nothing else; also where a breadcrumb's weights are not known. */
export const HEAVIEST_WEIGHT = 255
