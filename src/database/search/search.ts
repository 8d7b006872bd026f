import { likePattern } from '../../extraction/rules/glob.ts'
import type { Transaction } from '../connection/connect.ts'

/** Which breadcrumbs may be found, and how many. */
export interface SearchFilters {
  readonly maxRows: number
  /** As RCRT leaves them out: where any is named, breadcrumbs without a schema are not found either. */
  readonly excludedSchemas: readonly string[]
  /** Only these, as globs; null for all. */
  readonly schemas: readonly string[] | null
  /** Only breadcrumbs that have this tag; null for all. */
  readonly tag: string | null
}

/** What is asked for, as `rcrt_entities.search` takes it. */
export interface SearchRequest extends SearchFilters {
  readonly keywords: readonly string[]
  /** As pgvector writes it: `[0.1,0.2,…]`; null for a search by keywords alone. */
  readonly embedding: string | null
}

/** A breadcrumb that has some of what is asked for. Scores are from 0 to 1. */
export interface Hit {
  readonly id: string
  readonly score: number
  readonly keywordScore: number
  readonly vectorScore: number
  /** The keywords that it carries, those that count most first. */
  readonly matched: readonly string[]
}

const COLUMNS = 'id, score, keyword_score AS "keywordScore", vector_score AS "vectorScore", matched'
const FILTERS = 'max_rows => $1, excluded_schemas => $2, tag => $3, schemas => $4'

/** What the database makes of a question. */
export async function queryKeywords(transaction: Transaction, query: string): Promise<readonly string[]> {
  const [row] = await transaction.query<{ keywords: string[] }>(
    'SELECT rcrt_entities.query_keywords($1) AS keywords',
    [query],
  )
  if (!row) throw new Error('a SELECT without a table gave no row')
  return row.keywords
}

/** Whether a search takes an embedding: where pgvector was there when the functions were installed. */
export async function comparesVectors(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ yes: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'rcrt_entities'::regnamespace
  AND proname = 'search' AND 'embedding' = ANY (proargnames)) AS yes`,
  )
  return row?.yes ?? false
}

/**
 * Best first.
 * @param request with an embedding only where vectors are compared
 */
export async function searchBreadcrumbs(
  transaction: Transaction,
  request: SearchRequest,
): Promise<readonly Hit[]> {
  const { keywords, embedding } = request
  const [parameter, values] = embedding === null ? ['', []] : [', embedding => $6', [embedding]]
  return transaction.query<Hit>(
    `SELECT ${COLUMNS} FROM rcrt_entities.search(${FILTERS}, keywords => $5${parameter})`,
    [...filterValues(request), keywords, ...values],
  )
}

/** What is like a breadcrumb, best first and without itself; nothing where there is no such breadcrumb. */
export async function searchLike(
  transaction: Transaction,
  breadcrumb: string,
  filters: SearchFilters,
): Promise<readonly Hit[]> {
  return transaction.query<Hit>(
    `SELECT ${COLUMNS} FROM rcrt_entities.search_like(${FILTERS}, breadcrumb => $5)`,
    [...filterValues(filters), breadcrumb],
  )
}

function filterValues({ maxRows, excludedSchemas, schemas, tag }: SearchFilters): unknown[] {
  return [maxRows, excludedSchemas, tag, schemas?.map(likePattern) ?? null]
}
