import { createHash, randomUUID } from 'node:crypto'
import type pg from 'pg'

/** RCRT's default tenant. */
export const OWNER_ID = '00000000-0000-0000-0000-000000000001'

/** A row of `breadcrumbs`; what is left out gets a sensible value, an embedding included. */
export interface NewBreadcrumb {
  readonly id?: string
  readonly ownerId?: string
  readonly title?: string
  readonly description?: string | null
  readonly context?: unknown
  readonly tags?: readonly string[]
  readonly schemaName?: string | null
  readonly sensitivity?: 'low' | 'pii' | 'secret'
  readonly version?: number
  /** 384 numbers, or null for a breadcrumb that RCRT has not embedded yet. */
  readonly embedding?: readonly number[] | null
  readonly createdAt?: Date
  readonly updatedAt?: Date
  readonly entities?: Readonly<Record<string, readonly string[]>> | null
  readonly entityKeywords?: readonly string[] | null
}

const ROWS_PER_STATEMENT = 1_000
const EMBEDDING = Array.from({ length: 384 }, (_, index) => Math.sin(index) / 14)

/** Inserts rows in bulk, tenants included; returns their ids in the order given. */
export async function insertBreadcrumbs(pool: pg.Pool, rows: readonly NewBreadcrumb[]): Promise<string[]> {
  const complete = rows.map(completeRow)
  await pool.query(
    "INSERT INTO tenants (id, name) SELECT id, 'Tenant ' || id FROM unnest($1::uuid[]) id ON CONFLICT DO NOTHING",
    [[...new Set(complete.map((row) => row.owner_id))]],
  )
  const statement = insertStatement(await embeddingType(pool))
  for (let start = 0; start < complete.length; start += ROWS_PER_STATEMENT) {
    const chunk = complete.slice(start, start + ROWS_PER_STATEMENT)
    await pool.query(statement, [JSON.stringify(chunk), EMBEDDING])
  }
  return complete.map((row) => row.id)
}

/**
 * Rows that can be told apart, for tests that count: number 17 is called "Breadcrumb 17", the newest has the
 * highest number, and `change` may alter any of them.
 */
export function numberedBreadcrumbs(
  count: number,
  change: (number: number) => NewBreadcrumb = () => ({}),
): NewBreadcrumb[] {
  const start = Date.now() - count * 1_000
  return Array.from({ length: count }, (_, index) => ({
    title: `Breadcrumb ${index + 1}`,
    context: {
      number: index + 1,
      content: `The agent published result number ${index + 1} of the workflow.`,
    },
    createdAt: new Date(start + index * 1_000),
    ...change(index + 1),
  }))
}

/** Does what RCRT does when somebody changes a breadcrumb: new context, next version. */
export async function updateContent(pool: pg.Pool, id: string, context: unknown): Promise<void> {
  await pool.query(
    'UPDATE breadcrumbs SET context = $2, version = version + 1, updated_at = now() WHERE id = $1',
    [id, JSON.stringify(context)],
  )
}

function completeRow(row: NewBreadcrumb) {
  const context = JSON.stringify(
    row.context === undefined ? { content: 'A note about agents.' } : row.context,
  )
  const createdAt = row.createdAt ?? new Date()
  return {
    id: row.id ?? randomUUID(),
    owner_id: row.ownerId ?? OWNER_ID,
    title: row.title ?? 'A breadcrumb',
    description: row.description ?? null,
    context: JSON.parse(context) as unknown,
    tags: row.tags ?? [],
    schema_name: row.schemaName === undefined ? 'note.v1' : row.schemaName,
    sensitivity: row.sensitivity ?? 'low',
    version: row.version ?? 1,
    checksum: createHash('sha256').update(context).digest('hex'),
    created_at: createdAt,
    updated_at: row.updatedAt ?? createdAt,
    size_bytes: Buffer.byteLength(context),
    has_embedding: row.embedding !== null,
    own_embedding: row.embedding ?? null,
    entities: row.entities ?? null,
    entity_keywords: row.entityKeywords ?? null,
  }
}

async function embeddingType(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ type: string }>(
    `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = 'breadcrumbs'::regclass AND attname = 'embedding'`,
  )
  return rows[0]?.type ?? 'real[]'
}

function insertStatement(embeddingType: string): string {
  return `
    INSERT INTO breadcrumbs (id, owner_id, title, description, context, tags, schema_name, sensitivity, version,
      checksum, created_at, updated_at, size_bytes, embedding, entities, entity_keywords)
    SELECT id, owner_id, title, description, context, tags, schema_name, sensitivity::sensitivity, version,
      checksum, created_at, updated_at, size_bytes,
      CASE WHEN has_embedding THEN coalesce(own_embedding, $2::real[]) END::${embeddingType},
      nullif(entities, 'null'), entity_keywords
    FROM jsonb_to_recordset($1) AS row (id uuid, owner_id uuid, title text, description text, context jsonb,
      tags text[], schema_name text, sensitivity text, version int, checksum text, created_at timestamptz,
      updated_at timestamptz, size_bytes int, has_embedding boolean, own_embedding real[], entities jsonb,
      entity_keywords text[])`
}
