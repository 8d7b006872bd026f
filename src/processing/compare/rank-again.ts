import type { Database, Transaction } from '../../database/connection/connect.ts'
import { readWeights } from '../../database/records/stored.ts'
import { distancesFrom } from '../../database/search/distances.ts'
import { excludedSchemas } from '../../database/search/excluded-schemas.ts'
import { queryKeywords } from '../../database/search/search.ts'
import { type Asked, Collection } from '../../search/collection.ts'
import type { KnownQuestion } from '../../search/questions.ts'
import { keywordsOfRcrt } from '../../search/rcrt.ts'
import { measured, type Ranked, type WaysMeasured } from '../../search/ways.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Work } from '../work.ts'
import { type Compared, compareSample } from './sample.ts'

/** What another extraction does to the ranking among some breadcrumbs: the sample, and what the questions ask for. */
export interface RankingComparison {
  readonly questions: number
  readonly withEmbedding: number
  /** Those that are ranked. */
  readonly breadcrumbs: number
  /** What the questions name as relevant, and what of it is ranked: what was extracted, and is not secret. */
  readonly relevant: { readonly named: number; readonly ranked: number }
  /** With what is stored, and with what would be. */
  readonly measures: { readonly before: WaysMeasured; readonly after: WaysMeasured }
}

/** Each question reads the vectors of all that are ranked. */
const ASKING = { readOnly: true, statementTimeout: 60_000 }
const READ_ONLY = { readOnly: true }

interface Where {
  readonly database: Database
  readonly work: Work
  readonly pool: ExtractionPool
}

/** Ranks a sample, and with it all that the questions ask for, in memory: once by what is stored, once by what would be. */
export async function rankAgain(
  { database, work, pool }: Where,
  sample: readonly Compared[],
  questions: readonly KnownQuestion[],
): Promise<RankingComparison> {
  const named = new Set(questions.flatMap(({ relevant }) => [...relevant]))
  const ranked = [...sample, ...(await compareOthers(work, pool, sample, named))]
  const collections = await collectionsOf(database, ranked)
  const ids = ranked.map(({ id }) => id)
  const found: { readonly before: Ranked[]; readonly after: Ranked[] } = { before: [], after: [] }
  for (const question of questions) {
    work.stop.throwIfAborted()
    const asked = await database.transaction((transaction) => ask(transaction, question, ids), ASKING)
    found.before.push({ question, rankings: collections.before.rank(asked) })
    found.after.push({ question, rankings: collections.after.rank(asked) })
  }
  return {
    questions: questions.length,
    withEmbedding: questions.filter(({ embedding }) => embedding !== null).length,
    breadcrumbs: ranked.length,
    relevant: { named: named.size, ranked: ranked.filter(({ id }) => named.has(id)).length },
    measures: { before: measured(found.before), after: measured(found.after) },
  }
}

/** The relevant ones that the sample happens to lack, whatever the filters. */
async function compareOthers(
  work: Work,
  pool: ExtractionPool,
  sample: readonly Compared[],
  named: ReadonlySet<string>,
): Promise<readonly Compared[]> {
  const sampled = new Set(sample.map(({ id }) => id))
  const ids = [...named].filter((id) => !sampled.has(id))
  if (ids.length === 0) return []
  const others = work.for({ ...work.selection, filters: { ids } })
  return (await compareSample(others, pool, ids.length)).compared
}

async function collectionsOf(
  database: Database,
  ranked: readonly Compared[],
): Promise<{ readonly before: Collection; readonly after: Collection }> {
  const ids = ranked.map(({ id }) => id)
  const weights = await database.transaction((transaction) => readWeights(transaction, ids), READ_ONLY)
  const excluded = await database.transaction(excludedSchemas, READ_ONLY)
  const stored = ranked.map(({ id, schema, before }) => ({
    ...{ id, schema, keywords: before.keywords },
    weights: weights.get(id),
  }))
  return {
    before: new Collection(stored, excluded),
    after: new Collection(
      ranked.map(({ id, schema, after }) => ({ id, schema, ...after })),
      excluded,
    ),
  }
}

async function ask(
  transaction: Transaction,
  { query, embedding }: KnownQuestion,
  ids: readonly string[],
): Promise<Asked> {
  return {
    keywords: await queryKeywords(transaction, query),
    keywordsOfRcrt: keywordsOfRcrt(query),
    distances: embedding === null ? null : await distancesFrom(transaction, embedding, ids),
  }
}
