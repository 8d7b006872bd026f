import type { Sensitivity } from '../../extraction/breadcrumb.ts'
import { shownText } from '../../extraction/reading/shown.ts'
import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { EXPOSED } from '../due/conditions.ts'
import { STATE, type State, statesFrom } from '../due/state.ts'
import { runsTable } from '../schema/own-tables.ts'
import type { TableShape } from '../schema/table.ts'

/** One breadcrumb with everything that explains its state. */
export interface Inspection {
  readonly id: string
  /** Without credentials. Null for secret ones: their text never leaves the database. */
  readonly title: string | null
  readonly schemaName: string | null
  readonly version: number
  readonly sensitivity: Sensitivity
  /** Empty for secret ones, as keywords and entities: what it is about is told by none of them. */
  readonly tags: readonly string[]
  readonly sizeBytes: number
  /** Times, here and below, as PostgreSQL's JSON has them: `infinity` and years before Christ are no Date. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly embedded: boolean
  /** It turned secret after we had processed it, and its keywords are still there. */
  readonly turnedSecret: boolean
  readonly state: State
  /** As stored: whoever wrote it. Null for secret ones. */
  readonly entities: unknown
  readonly keywords: readonly string[] | null
  /** Our own record, or null where there is none. */
  readonly outcome: Outcome | null
  /** Null unless a run is working on it this moment. */
  readonly claim: Claim | null
}

export interface Outcome {
  readonly version: number
  readonly extractor: string
  readonly status: 'processed' | 'skipped' | 'retrying' | 'failed'
  readonly reason: string | null
  readonly truncated: boolean
  readonly attempts: number
  readonly error: string | null
  readonly retryAt: string | null
  readonly recordedAt: string
}

export interface Claim {
  /** Unless it is renewed before. */
  readonly expiresAt: string
  /** The run that holds it; null where its record is gone. */
  readonly run: ClaimingRun | null
}

interface ClaimingRun {
  readonly id: string
  readonly command: string
  readonly host: string
  readonly pid: number
  readonly startedAt: string
}

/**
 * Index: primary keys.
 * @returns undefined when there is no such breadcrumb, or this role may not see it.
 */
export async function inspectBreadcrumb(
  transaction: Transaction,
  table: TableShape,
  id: string,
): Promise<Inspection | undefined> {
  const [row] = await transaction.query<Inspection>(
    `SELECT b.id, CASE WHEN b.sensitivity <> 'secret' THEN b.title END AS title, b.schema_name AS "schemaName",
  b.version, b.sensitivity::text AS sensitivity,
  CASE WHEN b.sensitivity <> 'secret' THEN b.tags ELSE '{}' END AS tags, b.size_bytes AS "sizeBytes",
  to_json(b.created_at) AS "createdAt", to_json(b.updated_at) AS "updatedAt", b.embedding IS NOT NULL AS embedded,
  ${STATE} AS state, coalesce(${EXPOSED}, false) AS "turnedSecret",
  CASE WHEN b.sensitivity <> 'secret' THEN b.entities END AS entities,
  CASE WHEN b.sensitivity <> 'secret' THEN b.entity_keywords END AS keywords,
  CASE WHEN o.breadcrumb_id IS NOT NULL THEN json_build_object('version', o.version, 'extractor', o.extractor,
    'status', o.status, 'reason', o.reason, 'truncated', o.truncated, 'attempts', o.attempts, 'error', o.error,
    'retryAt', o.retry_at, 'recordedAt', o.recorded_at) END AS outcome,
  CASE WHEN c.breadcrumb_id IS NOT NULL THEN json_build_object('expiresAt', c.expires_at, 'run',
    CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'command', r.command, 'host', r.host,
      'pid', r.pid, 'startedAt', r.started_at) END) END AS claim
FROM ${statesFrom(table)}
LEFT JOIN ${runsTable(table)} r ON r.id = c.run_id
WHERE b.id = $1 AND ${IN_SCOPE}`,
    [id],
  )
  return row && { ...row, title: row.title && shownText(row.title) }
}
