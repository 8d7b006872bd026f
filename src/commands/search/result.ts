import type { AskedKeyword, KeywordPart } from '../../database/search/explain.ts'
import type { Hit } from '../../database/search/search.ts'

/** The document of `search --json`. */
export interface SearchResult {
  /** The words; empty where only a breadcrumb was given. */
  readonly query: string
  /** The breadcrumb whose vector is asked for, or null. */
  readonly like: string | null
  /** Whether the database can compare vectors: it has pgvector. */
  readonly comparesVectors: boolean
  /** Left out, as RCRT does. */
  readonly excludedSchemas: readonly string[]
  /** What the question asks for, and what each counts. */
  readonly keywords: readonly AskedKeyword[]
  /** Best first. */
  readonly hits: readonly ShownHit[]
  /** RCRT's own ranking, where it was asked for. */
  readonly rcrt: { readonly keywords: readonly string[]; readonly hits: readonly RcrtShown[] } | null
}

export interface ShownHit extends Hit {
  /** From 1. */
  readonly rank: number
  /** Null for secret breadcrumbs. */
  readonly title: string | null
  readonly schema: string | null
  readonly updatedAt: Date | null
  /** Asked for, and not carried. */
  readonly missing: readonly string[]
  /** What each matched keyword adds to the keyword score. */
  readonly parts: readonly Omit<KeywordPart, 'id'>[]
}

export interface RcrtShown {
  readonly rank: number
  readonly id: string
  readonly score: number
  readonly title: string | null
  readonly schema: string | null
}
