import { likePattern } from '../../extraction/rules/glob.ts'
import type { Parameters } from '../connection/parameters.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { laneCondition } from './lane.ts'
import type { Due, DueKind, Filters, Selection } from './selection.ts'

// Conditions on breadcrumb `b` and its outcome `o`, null where there is none.

/** RCRT is done with it and nobody has extracted it; on columns without their table, for the index on exactly that. */
export const PENDING = 'entity_keywords IS NULL AND embedding IS NOT NULL'

/**
 * The same in words that only the index for lanes has: the planner can't know how much of a schema is pending, and might
 * walk through all that is.
 */
export const PENDING_IN_LANE = 'entity_keywords IS NULL AND (embedding IS NULL) IS FALSE'

/** Its attempts are used up at its current content. */
export const GIVEN_UP = "o.status = 'failed' AND o.version >= b.version"

/** Another program wrote its keywords, or that it has none. */
export const FOREIGN = 'b.entity_keywords IS NOT NULL AND o.breadcrumb_id IS NULL'

/** A secret breadcrumb with keywords; on columns without their table, for the index on exactly that. */
export const SECRET_WITH_KEYWORDS = "sensitivity = 'secret' AND entity_keywords <> '{}'"

/** What it has was extracted from its content as it is now, or is another program's: another extraction can be compared with it. */
export const COMPARABLE = `b.entity_keywords IS NOT NULL AND b.sensitivity <> 'secret'
  AND (o.breadcrumb_id IS NULL OR o.status IN ('processed', 'skipped') AND o.version = b.version)`

/** It turned secret after we had processed it: its keywords have to go, whatever a run is about. */
export const EXPOSED = `b.sensitivity = 'secret' AND b.entity_keywords <> '{}' AND o.breadcrumb_id IS NOT NULL`

/**
 * An equality, since of `o.version < b.version` the planner expects that it holds for every third breadcrumb. Those
 * few would then be looked for one by one.
 */
const NEWER_CONTENT = 'sign(b.version - o.version) = 1'

/** An attempt failed and more are left: whichever work it was part of goes on with it. */
export const NEXT_ATTEMPT = "o.status = 'retrying'"

const RETRY_IS_DUE = '(o.retry_at IS NULL OR o.retry_at <= now())'

/** Under which a run looks for breadcrumbs to take. */
export function dueCondition(due: Due, parameters: Parameters): string {
  return `${eventuallyDue(due, parameters)}\n  AND ${RETRY_IS_DUE}`
}

/** The same, with those whose next attempt is not due yet. */
export function eventuallyDue(due: Due, parameters: Parameters): string {
  const kinds = due.selection.kinds.map((kind) => `(${kindCondition(kind, due, parameters)})`)
  return [
    kinds.length === 1 ? kinds[0] : `(${kinds.join(' OR ')})`,
    IN_SCOPE,
    ...filterConditions(due.selection.filters, parameters),
  ].join('\n  AND ')
}

/** Under which a run takes a breadcrumb that it was pointed to. */
export function takeCondition(due: Due, parameters: Parameters): string {
  return `(${dueCondition(due, parameters)} OR ${EXPOSED} AND ${IN_SCOPE})`
}

function kindCondition(kind: DueKind, due: Due, parameters: Parameters): string {
  switch (kind) {
    case 'pending':
      return `${pending(due.selection)} AND (o.status IS DISTINCT FROM 'failed' OR o.version < b.version)`
    case 'stale':
      return `b.entity_keywords IS NOT NULL AND (${NEWER_CONTENT} OR ${NEXT_ATTEMPT})`
    case 'failed':
      return `o.version >= b.version
    AND (o.status = 'failed' AND ${beforeRun(due, parameters)} OR ${NEXT_ATTEMPT})`
    case 'outdated':
      return `b.entity_keywords IS NOT NULL
    AND (o.status IN ('processed', 'skipped') AND o.extractor <> ${parameters.add(due.run.extractor)}
      AND ${beforeRun(due, parameters)} OR ${NEXT_ATTEMPT})`
    case 'extracted':
      return "b.entity_keywords IS NOT NULL AND o.status IN ('processed', 'skipped')"
    case 'foreign':
      return FOREIGN_OR_ITS_NEXT_ATTEMPT
    case 'updated foreign':
      return `${FOREIGN_OR_ITS_NEXT_ATTEMPT} AND b.version > 1`
    case 'all':
      return `${due.selection.includeUnembedded ? 'true' : '(b.entity_keywords IS NOT NULL OR b.embedding IS NOT NULL)'}
    AND (o.recorded_at IS NULL OR ${beforeRun(due, parameters)} OR ${NEWER_CONTENT} OR ${NEXT_ATTEMPT})`
  }
}

const FOREIGN_OR_ITS_NEXT_ATTEMPT = `b.entity_keywords IS NOT NULL AND (o.breadcrumb_id IS NULL OR ${NEXT_ATTEMPT})`

function pending({ includeUnembedded }: Selection): string {
  return includeUnembedded ? 'b.entity_keywords IS NULL' : onBreadcrumb(PENDING)
}

/** The same condition where the statement calls the table `b`. */
export function onBreadcrumb(condition: string): string {
  return condition.replace(/\b(?:entity_keywords|embedding|sensitivity)\b/g, 'b.$&')
}

/** What was recorded since is not done again: so a run ends, and two runs don't undo each other's work for ever. */
function beforeRun({ run }: Due, parameters: Parameters): string {
  return `o.recorded_at < ${parameters.add(run.since)} AND o.run_id <> ${parameters.add(run.id)}`
}

function filterConditions(filters: Filters, parameters: Parameters): string[] {
  const { ids, schemas = [], excludedSchemas = [], since, until, lane } = filters
  return [
    ...(ids ? [`b.id = ANY (${parameters.add(ids)}::uuid[])`] : []),
    ...(schemas.length > 0
      ? [`b.schema_name LIKE ANY (${parameters.add(schemas.map(likePattern))}::text[])`]
      : []),
    ...(excludedSchemas.length > 0
      ? [
          `coalesce(b.schema_name, '') NOT LIKE ALL (${parameters.add(excludedSchemas.map(likePattern))}::text[])`,
        ]
      : []),
    ...(since ? [`b.created_at >= ${parameters.add(since.at)}`] : []),
    ...(until ? [`b.created_at < ${parameters.add(until.at)}`] : []),
    ...(lane ? [laneCondition(lane, parameters)] : []),
  ]
}
