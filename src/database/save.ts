import type { SkipReason } from '../extraction/breadcrumb.ts'
import type { Database } from './connect.ts'

/** What extraction made of one claimed breadcrumb. Property names are the statement's column names. */
export interface Result {
  readonly id: string
  /** The version that was read. */
  readonly version: number
  /** JSON text of the entities by type. Texts, here and below, since a thread hands over lists at more cost. */
  readonly entities: string
  /** Joined by `joinKeywords`. */
  readonly keywords: string
  readonly reason: SkipReason | null
  readonly truncated: boolean
}

export interface SaveRequest {
  readonly results: readonly Result[]
  readonly token: string
  readonly runId: string
  readonly extractor: string
  /** What to do about rows that somebody has locked. */
  readonly locked: 'pass by' | 'wait'
}

/**
 * What the save found for one breadcrumb:
 * - `saved`: written, or already as it should be, and recorded.
 * - `changed`: its content is newer than what was read; nothing was written, the claim is given back.
 * - `lost`: the claim had expired and was taken over; nothing was written.
 * - `busy`: RCRT is writing it this moment, or it is gone; nothing was written, the claim is kept.
 */
export type SaveVerdict = 'saved' | 'changed' | 'lost' | 'busy'

/**
 * Saves a batch in one transaction: removes the claims that still carry the token, updates the rows that are
 * still at the version that was read, and records each outcome. A row whose keywords would not change is not
 * written, since every write of it goes to all indexes.
 *
 * The rows are locked first, so that no version changes between being compared and being written. Those that RCRT
 * has locked are passed by, so that neither waits for the other.
 *
 * Indexes: primary keys of breadcrumbs, outcomes and claims.
 */
export async function save(
  database: Database,
  request: SaveRequest,
): Promise<ReadonlyMap<string, SaveVerdict>> {
  const { results, token, runId, extractor } = request
  const lock = request.locked === 'wait' ? LOCK : `${LOCK} SKIP LOCKED`
  const ids = results.map((result) => result.id)
  const rows = await database.transaction(async (session) => {
    const locked = new Set((await session.query<{ id: string }>(lock, [ids])).map(({ id }) => id))
    const batch = results.filter(({ id }) => locked.has(id))
    return session.query<{ id: string; verdict: SaveVerdict }>(SAVE, [
      ...columns(batch),
      token,
      runId,
      extractor,
    ])
  })
  const verdicts = new Map<string, SaveVerdict>(ids.map((id) => [id, 'busy']))
  for (const { id, verdict } of rows) verdicts.set(id, verdict)
  return verdicts
}

/** Control characters: no JSON text and no keyword has any. */
const BETWEEN_KEYWORDS = '\u001f'
const BETWEEN_ROWS = '\u001e'

export function joinKeywords(keywords: readonly string[]): string {
  return keywords.join(BETWEEN_KEYWORDS)
}

export function splitKeywords(joined: string): string[] {
  return joined === '' ? [] : joined.split(BETWEEN_KEYWORDS)
}

/** One parameter a column. Long texts are joined and split again: escaping them for an array, or as JSON, costs more. */
function columns(results: readonly Result[]): unknown[] {
  return [
    results.map(({ id }) => id),
    results.map(({ version }) => version),
    results.map(({ entities }) => entities).join(BETWEEN_ROWS),
    results.map(({ keywords }) => keywords).join(BETWEEN_ROWS),
    results.map(({ reason }) => reason),
    results.map(({ truncated }) => truncated),
  ]
}

const LOCK = 'SELECT id FROM breadcrumbs WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE'

const SAVE = `
WITH results AS MATERIALIZED (
  SELECT id, version, entities::jsonb, reason, truncated,
    -- A single empty text is split into no row instead of one.
    string_to_array(coalesce(keywords, ''), E'\\x1f') AS keywords
  FROM unnest(
    $1::uuid[], $2::int[], string_to_array($3, E'\\x1e'), string_to_array($4, E'\\x1e'), $5::text[], $6::boolean[]
  ) AS r (id, version, entities, keywords, reason, truncated)
), held AS (
  DELETE FROM rcrt_entities.claims c USING results r
  WHERE c.breadcrumb_id = r.id AND c.token = $7
  RETURNING c.breadcrumb_id
), current AS (
  SELECT r.*, b.entities IS DISTINCT FROM r.entities OR b.entity_keywords IS DISTINCT FROM r.keywords AS differs
  FROM results r
  JOIN held ON held.breadcrumb_id = r.id
  JOIN breadcrumbs b ON b.id = r.id AND b.version = r.version
), written AS (
  UPDATE breadcrumbs b SET entities = current.entities, entity_keywords = current.keywords
  FROM current WHERE b.id = current.id AND current.differs
), recorded AS (
  INSERT INTO rcrt_entities.outcomes AS o
    (breadcrumb_id, version, extractor, status, reason, truncated, run_id)
  SELECT id, version, $9, CASE WHEN reason IS NULL THEN 'processed' ELSE 'skipped' END, reason, truncated, $8
  FROM current
  ON CONFLICT (breadcrumb_id) DO UPDATE SET
    version = excluded.version, extractor = excluded.extractor, status = excluded.status,
    reason = excluded.reason, truncated = excluded.truncated, run_id = excluded.run_id,
    attempts = 0, error = NULL, retry_at = NULL, recorded_at = now()
)
SELECT r.id, CASE
    -- The same save, done before by a transaction whose commit was not acknowledged.
    WHEN held.breadcrumb_id IS NULL AND EXISTS (
      SELECT FROM rcrt_entities.outcomes o
      WHERE o.breadcrumb_id = r.id AND o.run_id = $8 AND o.version = r.version
        AND o.status IN ('processed', 'skipped')
    ) THEN 'saved'
    WHEN held.breadcrumb_id IS NULL THEN 'lost'
    WHEN current.id IS NULL THEN 'changed'
    ELSE 'saved'
  END AS verdict
FROM results r
LEFT JOIN held ON held.breadcrumb_id = r.id
LEFT JOIN current ON current.id = r.id`
