import { shownText } from '../../extraction/reading/shown.ts'
import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'

/** What a person tells a breadcrumb by. */
export interface Described {
  readonly id: string
  /** Without credentials. Null for secret ones. */
  readonly title: string | null
  readonly schema: string | null
  readonly updatedAt: Date
}

/** Those of these breadcrumbs that there are. Index: primary key. */
export async function describe(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Described>> {
  const rows = await transaction.query<Described>(
    `SELECT id, CASE WHEN sensitivity <> 'secret' THEN title END AS title, schema_name AS schema,
  updated_at AS "updatedAt"
FROM breadcrumbs b WHERE id = ANY ($1::uuid[]) AND ${IN_SCOPE}`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, { ...row, title: row.title && shownText(row.title) }]))
}

/** As pgvector writes it; null where there is none. Index: primary key. */
export async function embeddingOf(transaction: Transaction, id: string): Promise<string | null> {
  const [row] = await transaction.query<{ embedding: string | null }>(
    `SELECT embedding::text AS embedding FROM breadcrumbs b WHERE id = $1 AND ${IN_SCOPE}`,
    [id],
  )
  return row?.embedding ?? null
}
