import type { SearchFlags } from '../cli/arguments/search.ts'
import { idPrefix } from '../cli/arguments/values.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { searchNotes } from '../cli/output/search-notes.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database, Transaction } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { resolveId } from '../database/records/resolve.ts'
import { checkTable } from '../database/schema/table.ts'
import { describe, embeddingOf } from '../database/search/described.ts'
import { excludedSchemas } from '../database/search/excluded-schemas.ts'
import { askedKeywords, keywordParts } from '../database/search/explain.ts'
import { rcrtRanking } from '../database/search/rcrt-ranking.ts'
import {
  comparesVectors,
  type Hit,
  queryKeywords,
  searchBreadcrumbs,
  searchLike,
} from '../database/search/search.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { prepareSearch } from '../processing/search/prepare.ts'
import { keywordsOfRcrt } from '../search/rcrt.ts'
import type { SearchResult, ShownHit } from './search/result.ts'
import { searchLines } from './search/view.ts'

type Flags = SearchFlags & GlobalFlags

/** RCRT's own statement reads the whole table. */
const SEARCH_TIMEOUT_MS = 5 * 60_000

/** What is asked for: words, a breadcrumb, or words with that breadcrumb's vector. */
interface Question {
  /** Empty for a breadcrumb's own keywords. */
  readonly words: string
  /** A uuid or its first digits. */
  readonly like: string | undefined
}

/** Shows the breadcrumbs that a search finds, best first, and what each of them matches. */
export async function run(
  context: CommandContext,
  given: readonly string[],
  flags: Flags,
): Promise<ExitCode> {
  const { output } = context
  const { question, embedded } = questionOf(given, flags)
  const settings = databaseOptions(context, { ...flags, ...(embedded && { embedded }) })
  const result = await withDatabase(settings, async (database) => {
    const table = await checkTable(database, settings.owner !== undefined)
    await prepareSearch(database, table, searchNotes(output).onInstalling)
    return withSpinner(output, 'Searching', () => ask(database, question, flags))
  })
  if (output.json) output.document(result)
  else for (const line of searchLines(result, flags, output, new Date())) output.result(line)
  return EXIT_CODES.done
}

/** In `search --embedded lighthouse`, the words land in the directory's place. */
function questionOf(given: readonly string[], flags: Flags): { question: Question; embedded?: true } {
  const like = flags.like === undefined ? undefined : idPrefix('--like')(flags.like)
  const words = given.join(' ').trim()
  if (words !== '' || like !== undefined) return { question: { words, like } }
  if (typeof flags.embedded === 'string') return { question: { words: flags.embedded, like }, embedded: true }
  throw new ToolError('usage', 'there is nothing to search for', {
    hint: 'rcrt-entities search "how do agents renew their tokens", or --like <id>',
  })
}

function ask(database: Database, question: Question, flags: Flags): Promise<SearchResult> {
  return database.transaction(
    async (transaction) => {
      const id = question.like && (await resolveId(transaction, question.like, database.place))
      const hasVectors = await comparesVectors(transaction)
      const embedding = id && hasVectors ? await embeddingOf(transaction, id) : null
      const excluded = flags.allSchemas ? [] : await excludedSchemas(transaction)
      const keywords = await queryKeywords(transaction, question.words)
      const filters = {
        maxRows: flags.limit,
        excludedSchemas: excluded,
        schemas: flags.schema ?? null,
        tag: flags.tag ?? null,
      }
      const hits =
        id && question.words === ''
          ? await searchLike(transaction, id, filters)
          : await searchBreadcrumbs(transaction, { ...filters, keywords, embedding })
      const asked = question.words === '' ? keywordsOf(hits) : keywords
      return {
        query: question.words,
        like: id || null,
        comparesVectors: hasVectors,
        excludedSchemas: excluded,
        keywords: await askedKeywords(transaction, asked),
        hits: await shown(transaction, hits, asked),
        rcrt: flags.rcrt ? await asRcrt(transaction, question.words, embedding, excluded, flags.limit) : null,
      }
    },
    { readOnly: true, statementTimeout: SEARCH_TIMEOUT_MS },
  )
}

function keywordsOf(hits: readonly Hit[]): readonly string[] {
  return [...new Set(hits.flatMap(({ matched }) => matched))]
}

async function shown(
  transaction: Transaction,
  hits: readonly Hit[],
  asked: readonly string[],
): Promise<readonly ShownHit[]> {
  const ids = hits.map(({ id }) => id)
  const described = await describe(transaction, ids)
  const parts = await keywordParts(transaction, ids, asked)
  return hits.map((hit, at) => {
    const { title = null, schema = null, updatedAt = null } = described.get(hit.id) ?? {}
    return {
      rank: at + 1,
      ...hit,
      ...{ title, schema, updatedAt },
      missing: asked.filter((keyword) => !hit.matched.includes(keyword)),
      parts: parts.flatMap(({ id, ...part }) => (id === hit.id ? [part] : [])),
    }
  })
}

async function asRcrt(
  transaction: Transaction,
  words: string,
  embedding: string | null,
  excluded: readonly string[],
  maxRows: number,
): Promise<SearchResult['rcrt']> {
  const keywords = keywordsOfRcrt(words)
  const hits = await rcrtRanking(transaction, { keywords, embedding, excludedSchemas: excluded, maxRows })
  const described = await describe(
    transaction,
    hits.map(({ id }) => id),
  )
  return {
    keywords,
    hits: hits.map(({ id, score }, at) => {
      const { title = null, schema = null } = described.get(id) ?? {}
      return { rank: at + 1, id, score, title, schema }
    }),
  }
}
