import type { Database } from '../connection/connect.ts'

/** A breadcrumb of no user's. */
export interface ScratchRow {
  /** Which fault it is there for: its `schema_name`. */
  readonly part: string
  readonly title: string
  readonly content: string
}

/** Inserts them as RCRT would leave them, but for the embedding, and remembers which there are. */
export async function insertScratchRows(scratch: Database, rows: readonly ScratchRow[]): Promise<void> {
  await scratch.transaction((transaction) => transaction.query(INSERT, [JSON.stringify(rows)]))
}

const INSERT = `
WITH given AS MATERIALIZED (
  SELECT gen_random_uuid() AS id, row.* FROM json_to_recordset($1::json) AS row (part text, title text, content text)
), inserted AS (
  INSERT INTO breadcrumbs (id, owner_id, title, context, tags, schema_name, sensitivity, version, size_bytes, created_at, updated_at)
  SELECT id, '00000000-0000-0000-0000-000000000000', title, jsonb_build_object('content', content), '{}', part, 'low', 1,
    octet_length(content), now(), now()
  FROM given
)
INSERT INTO rcrt_entities.drilled (breadcrumb_id, part) SELECT id, part FROM given`
