import { IN_SCOPE } from '../connection/scope.ts'

/**
 * Which breadcrumbs a run may take:
 * - `pending`: never processed, and RCRT is done with them.
 * - `stale`: processed by us at an older version than they now have.
 * - `failed`: given up at their current version.
 * - `outdated`: processed by another extractor or with other rules.
 * - `all`: whatever matches the filters, processed or not.
 */
export type Work = 'pending' | 'stale' | 'failed' | 'outdated' | 'all'

export interface Filters {
  /** Globs (`*`, `?`) on `schema_name`; one of them has to match. */
  readonly schemas?: readonly string[]
  /** Globs on `schema_name`; none of them may match. */
  readonly excludedSchemas?: readonly string[]
  /** Bounds on `created_at`: `since` inclusive, `until` exclusive. */
  readonly since?: Date
  readonly until?: Date
}

export interface Selection {
  readonly work: readonly Work[]
  readonly filters: Filters
  /** Also those that RCRT has not embedded (yet). */
  readonly includeUnembedded: boolean
  /** The fingerprint that `outdated` compares with. */
  readonly extractor: string
  /** When the run began, by the database's clock: what was done since, by whomever, is not done again. */
  readonly startedAt: Date
  /** The run itself: what it has done is not done again, even when that clock was set back. */
  readonly runId?: string
  /** Also those whose next attempt is not due yet. */
  readonly ignoreRetryTime?: boolean
}

/** Collects the parameters of a statement while its text is put together. */
export class Parameters {
  readonly values: unknown[] = []

  /** Returns the placeholder, such as `$3`. */
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/** The condition on breadcrumb `b` and its outcome `o` (null where there is none) under which a run may take it. */
export function condition(selection: Selection, parameters: Parameters): string {
  const work = selection.work.map((kind) => workCondition(kind, selection, parameters))
  return [
    work.length === 1 ? work[0] : `(${work.join(' OR ')})`,
    ...(selection.ignoreRetryTime ? [] : ['(o.retry_at IS NULL OR o.retry_at <= now())']),
    IN_SCOPE,
    ...filterConditions(selection.filters, parameters),
  ].join('\n  AND ')
}

function workCondition(work: Work, selection: Selection, parameters: Parameters): string {
  const embedded = selection.includeUnembedded ? '' : ' AND b.embedding IS NOT NULL'
  switch (work) {
    case 'pending':
      return `b.entity_keywords IS NULL${embedded} AND (o.status IS DISTINCT FROM 'failed' OR o.version < b.version)`
    case 'stale':
      return `b.entity_keywords IS NOT NULL AND (${NEWER_CONTENT} OR ${NEXT_ATTEMPT})`
    case 'failed':
      return `o.version >= b.version
    AND (o.status = 'failed' AND ${beforeRun(selection, parameters)} OR ${NEXT_ATTEMPT})`
    case 'outdated':
      return `b.entity_keywords IS NOT NULL
    AND (o.status IN ('processed', 'skipped') AND o.extractor <> ${parameters.add(selection.extractor)}
      AND ${beforeRun(selection, parameters)} OR ${NEXT_ATTEMPT})`
    case 'all':
      return `${selection.includeUnembedded ? 'true' : '(b.entity_keywords IS NOT NULL OR b.embedding IS NOT NULL)'}
    AND (o.recorded_at IS NULL OR ${beforeRun(selection, parameters)} OR ${NEXT_ATTEMPT})`
  }
}

/** What was recorded since is not done again: so a run ends, and two runs don't undo each other's work for ever. */
function beforeRun(selection: Selection, parameters: Parameters): string {
  const { startedAt, runId } = selection
  const before = `o.recorded_at < ${parameters.add(startedAt)}`
  return runId === undefined ? before : `${before} AND o.run_id <> ${parameters.add(runId)}`
}

/**
 * An equality, since of `o.version < b.version` the planner expects that it holds for every third breadcrumb. Those
 * few would then be looked for one by one.
 */
const NEWER_CONTENT = 'sign(b.version - o.version) = 1'

/** An attempt failed and more are left: whichever work it was part of goes on with it. */
const NEXT_ATTEMPT = "o.status = 'retrying'"

function filterConditions(filters: Filters, parameters: Parameters): string[] {
  const { schemas = [], excludedSchemas = [], since, until } = filters
  return [
    ...(schemas.length > 0
      ? [`b.schema_name LIKE ANY (${parameters.add(schemas.map(likePattern))}::text[])`]
      : []),
    ...(excludedSchemas.length > 0
      ? [
          `coalesce(b.schema_name, '') NOT LIKE ALL (${parameters.add(excludedSchemas.map(likePattern))}::text[])`,
        ]
      : []),
    ...(since ? [`b.created_at >= ${parameters.add(since)}`] : []),
    ...(until ? [`b.created_at < ${parameters.add(until)}`] : []),
  ]
}

/** `knowledge.*` becomes `knowledge.%`; what LIKE would read as a wildcard is escaped. */
export function likePattern(glob: string): string {
  return glob
    .replace(/[\\%_]/g, (character) => `\\${character}`)
    .replaceAll('*', '%')
    .replaceAll('?', '_')
}
