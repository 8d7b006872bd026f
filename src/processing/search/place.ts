import { randomUUID } from 'node:crypto'
import { readDue } from '../../database/claims/read.ts'
import type { Transaction } from '../../database/connection/connect.ts'
import { type Inspection, inspectBreadcrumb } from '../../database/records/inspect.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { type Hit, searchBreadcrumbs } from '../../database/search/search.ts'
import type { SkipReason } from '../../extraction/breadcrumb.ts'
import { nearestKeywords } from '../../search/nearest.ts'
import type { LackedKeyword, Placement } from '../../search/placement.ts'

export interface Question {
  readonly keywords: readonly string[]
  /** As pgvector writes it; null for a question by keywords alone. */
  readonly embedding: string | null
  /** Those that RCRT leaves out of every search. */
  readonly excludedSchemas: readonly string[]
  /** How many a search gives. */
  readonly maxRows: number
  /** What extraction makes of a breadcrumb now: asked for where its keywords are old. */
  readonly extract: (row: ContentRow) => Promise<readonly string[]>
}

export type ContentRow = Awaited<ReturnType<typeof readDue>>[number]

/** Ranks are counted so far. */
const MOST_RANKED = 2_000

/** Why a breadcrumb is or is not found. Indexes: those of the search; primary keys. */
export async function placementOf(
  transaction: Transaction,
  table: TableShape,
  id: string,
  question: Question,
): Promise<Placement> {
  const found = await inspectBreadcrumb(transaction, table, id)
  if (found === undefined) return { verdict: 'missing' }
  if (found.sensitivity === 'secret') return { verdict: 'withheld' }
  const { keywords, embedding, excludedSchemas, maxRows } = question
  const request = { keywords, embedding, excludedSchemas, schemas: null, tag: null }
  const hits = await searchBreadcrumbs(transaction, { ...request, maxRows: MOST_RANKED })
  const at = hits.findIndex((hit) => hit.id === id)
  if (at >= 0 && at < maxRows) return { verdict: 'found', rank: at + 1 }
  const hidden = hiddenBecause(found, question)
  if (hidden) return hidden
  if (found.state === 'stale' || found.state === 'retrying') return stale(transaction, table, found, question)
  const carried = found.keywords ?? []
  const isAsked = keywords.some((keyword) => carried.includes(keyword))
  if (isAsked || at >= 0)
    return { verdict: 'found-late', rank: at < 0 ? null : at + 1, lacks: lacked(hits, at, carried) }
  const nearest = nearestKeywords(keywords, carried)
  return { verdict: found.state === 'foreign' ? 'foreign' : 'nothing-in-common', nearest }
}

/** What keeps it from being found, or found by its newest content, whatever is asked. */
function hiddenBecause(found: Inspection, { excludedSchemas }: Question): Placement | undefined {
  const { state, schemaName, outcome } = found
  if (state === 'unembedded') return { verdict: 'waiting' }
  if (state === 'retrying' && found.keywords === null) return { verdict: 'pending' }
  if (state === 'waiting' || state === 'pending' || state === 'failed' || state === 'claimed')
    return { verdict: state }
  if (state === 'skipped')
    return { verdict: 'skipped', reason: (outcome?.reason as SkipReason | null) ?? null }
  if (schemaName === null) return { verdict: 'without-schema' }
  if (excludedSchemas.includes(schemaName)) return { verdict: 'excluded-schema', schema: schemaName }
  return undefined
}

async function stale(
  transaction: Transaction,
  table: TableShape,
  found: Inspection,
  { keywords, extract }: Question,
): Promise<Placement> {
  const selection = { kinds: ['stale'] as const, filters: {}, includeUnembedded: true }
  const run = { id: randomUUID(), extractor: '', since: new Date() }
  const [row] = await readDue(transaction, { table, selection, run }, [found.id], 'read')
  const now = row === undefined ? [] : await extract(row)
  const newKeywords = now.filter((keyword) => !found.keywords?.includes(keyword))
  return { verdict: 'stale', newKeywords, asked: newKeywords.filter((keyword) => keywords.includes(keyword)) }
}

/** Most carried first. */
function lacked(hits: readonly Hit[], at: number, carried: readonly string[]): LackedKeyword[] {
  const better = at < 0 ? hits : hits.slice(0, at)
  const counts = new Map<string, number>()
  for (const keyword of better.flatMap(({ matched }) => matched)) {
    if (!carried.includes(keyword)) counts.set(keyword, (counts.get(keyword) ?? 0) + 1)
  }
  return [...counts]
    .map(([keyword, carriedBy]) => ({ keyword, carriedBy }))
    .sort((a, b) => b.carriedBy - a.carriedBy || (a.keyword < b.keyword ? -1 : 1))
}
