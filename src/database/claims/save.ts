import type { SkipReason } from '../../extraction/breadcrumb.ts'
import type { Transaction } from '../connection/connect.ts'
import { DatabaseFault } from '../connection/fault.ts'
import type { CurrentRun } from '../due/selection.ts'
import { forgetPrevious, keepPrevious } from './keep-previous.ts'

/** What extraction made of one claimed breadcrumb. */
export interface Result {
  readonly id: string
  /** The version that was read. */
  readonly version: number
  /** JSON text of the entities by type. Texts, here and below, since a thread hands over lists at more cost. */
  readonly entities: string
  /** Joined by `joinKeywords`. */
  readonly keywords: string
  /** A byte a keyword, in their order, as two hexadecimal digits. */
  readonly weights: string
  readonly reason: SkipReason | null
  readonly truncated: boolean
}

export interface Batch {
  readonly results: readonly Result[]
  /** What the claims carry. */
  readonly token: string
  /** An earlier try of the same save may not be over yet: its transaction is waited for. */
  readonly isAgain: boolean
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
 * Saves a batch, in the one transaction that it is given: removes the claims that still carry the token, updates the rows that are
 * still at the version that was read, and records each outcome. A row whose keywords would not change is not
 * written, since every write of it goes to all indexes. A run that keeps what was there before does so in the same
 * statement.
 *
 * The rows are locked first, so that no version changes between being compared and being written. Those that RCRT
 * has locked are passed by, so that neither waits for the other.
 *
 * Indexes: primary keys of breadcrumbs, outcomes and claims; claims_token.
 *
 * @throws {DatabaseFault} of class `data` when a row's update is refused or left out, as by a trigger; then nothing
 * was saved.
 */
export async function save(
  transaction: Transaction,
  run: CurrentRun,
  { results, token, isAgain }: Batch,
): Promise<ReadonlyMap<string, SaveVerdict>> {
  const ids = results.map((result) => result.id)
  if (isAgain) await transaction.query(AWAIT_EARLIER_TRY, [token])
  const locked = new Set((await transaction.query<{ id: string }>(LOCK, [ids])).map(({ id }) => id))
  const batch = results.filter(({ id }) => locked.has(id))
  const withheld = batch.filter(({ reason }) => reason === 'withheld').map(({ id }) => id)
  if (withheld.length > 0) await forgetPrevious(transaction, withheld)
  const statement = run.keepsPrevious ? SAVE_AND_KEEP : SAVE
  const saved = await transaction.query<Saved>(statement, [token, run.id, run.extractor, ...columns(batch)])
  refuseLeftOut(saved)
  const verdicts = new Map<string, SaveVerdict>(ids.map((id) => [id, 'busy']))
  for (const { id, verdict } of saved) verdicts.set(id, verdict)
  return verdicts
}

interface Saved {
  readonly id: string
  readonly verdict: SaveVerdict
  /** It had to be written and was not. */
  readonly leftOut: boolean
}

function refuseLeftOut(saved: readonly Saved[]): void {
  if (saved.some((row) => row.leftOut)) throw leftOut()
}

/** The refusal of an update that the database neither made nor complained about. */
export function leftOut(): DatabaseFault {
  const message = 'the database left out an update, as a trigger on breadcrumbs may tell it to'
  return new DatabaseFault('failure', 'data', message, { cause: undefined })
}

/** A control character: no JSON text and no keyword has any. */
const BETWEEN_ROWS = '\u001e'

/** One parameter a column. Long texts are joined and split again: escaping them for an array, or as JSON, costs more. */
function columns(results: readonly Result[]): unknown[] {
  return [
    results.map(({ id }) => id),
    results.map(({ version }) => version),
    results.map(({ entities }) => entities).join(BETWEEN_ROWS),
    results.map(({ keywords }) => keywords).join(BETWEEN_ROWS),
    results.map(({ weights }) => weights).join(BETWEEN_ROWS),
    // Not null, which a server with array_nulls off would take for a word.
    results.map(({ reason }) => reason ?? ''),
    results.map(({ truncated }) => truncated),
  ]
}

/** An earlier try that is not over has removed these: no other than us and renewals, which pass by, locks them. */
const AWAIT_EARLIER_TRY = 'SELECT FROM rcrt_entities.claims WHERE token = $1 FOR UPDATE'

const LOCK = 'SELECT id FROM breadcrumbs WHERE id = ANY ($1::uuid[]) FOR NO KEY UPDATE SKIP LOCKED'

/** @param keeps whether what was there before is kept; never of secret breadcrumbs */
function saveStatement(keeps: boolean): string {
  return `
WITH results AS MATERIALIZED (
  SELECT id, version, entities::jsonb, nullif(reason, '') AS reason, truncated,
    -- A single empty text is split into no row instead of one.
    string_to_array(coalesce(keywords, ''), E'\\x1f') AS keywords, decode(nullif(weights, ''), 'hex') AS weights
  FROM unnest(
    $4::uuid[], $5::int[], string_to_array($6, E'\\x1e'), string_to_array($7, E'\\x1e'), string_to_array($8, E'\\x1e'),
    $9::text[], $10::boolean[]
  ) AS r (id, version, entities, keywords, weights, reason, truncated)
), held AS (
  DELETE FROM rcrt_entities.claims c USING results r
  WHERE c.breadcrumb_id = r.id AND c.token = $1
  RETURNING c.breadcrumb_id
), current AS (
  SELECT r.*, b.entities IS DISTINCT FROM r.entities OR b.entity_keywords IS DISTINCT FROM r.keywords AS differs${keeps ? PREVIOUS : ''}
  FROM results r
  JOIN held ON held.breadcrumb_id = r.id
  JOIN breadcrumbs b ON b.id = r.id AND b.version = r.version
    -- Turned secret since it was read, without a new version.
    AND (b.sensitivity <> 'secret' OR r.reason = 'withheld')
), written AS (
  UPDATE breadcrumbs b SET entities = current.entities, entity_keywords = current.keywords
  FROM current WHERE b.id = current.id AND current.differs
  RETURNING b.id
), recorded AS (
  INSERT INTO rcrt_entities.outcomes AS o
    (breadcrumb_id, version, extractor, status, reason, truncated, weights, run_id)
  SELECT id, version, $3, CASE WHEN reason IS NULL THEN 'processed' ELSE 'skipped' END, reason, truncated, weights, $2
  FROM current
  ON CONFLICT (breadcrumb_id) DO UPDATE SET
    version = excluded.version, extractor = excluded.extractor, status = excluded.status,
    reason = excluded.reason, truncated = excluded.truncated, weights = excluded.weights, run_id = excluded.run_id,
    attempts = 0, error = NULL, retry_at = NULL, recorded_at = now()
)${keeps ? KEEP : ''}
SELECT r.id, CASE
    -- The same save, done before by a transaction whose commit was not acknowledged.
    WHEN held.breadcrumb_id IS NULL AND EXISTS (
      SELECT FROM rcrt_entities.outcomes o
      WHERE o.breadcrumb_id = r.id AND o.run_id = $2 AND o.version = r.version
        AND o.status IN ('processed', 'skipped')
    ) THEN 'saved'
    WHEN held.breadcrumb_id IS NULL THEN 'lost'
    WHEN current.id IS NULL THEN 'changed'
    ELSE 'saved'
  END AS verdict,
  coalesce(current.differs AND written.id IS NULL, false) AS "leftOut"
FROM results r
LEFT JOIN held ON held.breadcrumb_id = r.id
LEFT JOIN current ON current.id = r.id
LEFT JOIN written ON written.id = r.id`
}

const PREVIOUS = ', b.entities AS previous_entities, b.entity_keywords AS previous_keywords'
const KEEP = keepPrevious(
  '$2',
  `current LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = current.id
  WHERE current.reason IS DISTINCT FROM 'withheld'`,
  { entities: 'current.entities', keywords: 'current.keywords' },
)
const SAVE = saveStatement(false)
const SAVE_AND_KEEP = saveStatement(true)
