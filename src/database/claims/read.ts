import type { Sensitivity } from '../../extraction/breadcrumb.ts'
import type { Transaction } from '../connection/connect.ts'
import { Parameters } from '../connection/parameters.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import { takeCondition } from '../due/conditions.ts'
import type { Due } from '../due/selection.ts'
import { outcomesTable } from '../schema/own-tables.ts'
import type { TableShape } from '../schema/table.ts'

/** A breadcrumb's content as it was read, with the version that an outcome refers to. */
export interface BreadcrumbRow {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly description: string | null
  readonly tags: readonly string[]
  /** JSON text: parsed where it is used, in a worker thread. */
  readonly context: string | null
  readonly schemaName: string | null
  readonly sensitivity: Sensitivity
}

/**
 * Reads the content of those of the given breadcrumbs that a run may take, as of now: one that somebody else has
 * done since it was chosen is left out. The text of secret breadcrumbs never leaves the database.
 * @param locked `pass by` leaves out what another program is writing this moment, whose content is about to change.
 *
 * Indexes: primary keys of breadcrumbs and outcomes.
 */
export async function readDue(
  transaction: Transaction,
  due: Due,
  ids: readonly string[],
  locked: 'read' | 'pass by',
): Promise<BreadcrumbRow[]> {
  const parameters = new Parameters()
  return transaction.query<BreadcrumbRow>(
    `SELECT ${contentColumns(due.table)}
FROM breadcrumbs b
LEFT JOIN ${outcomesTable(due.table)} o ON o.breadcrumb_id = b.id
WHERE b.id = ANY (${parameters.add(ids)}::uuid[])
  AND ${takeCondition(due, parameters)}${locked === 'pass by' ? '\nFOR NO KEY UPDATE OF b SKIP LOCKED' : ''}`,
    parameters.values,
  )
}

/**
 * The content of one breadcrumb, whatever its state; undefined where there is none, or this role may not see it. The
 * text of a secret one never leaves the database.
 *
 * Index: primary key.
 */
export async function readContent(
  transaction: Transaction,
  table: TableShape,
  id: string,
): Promise<BreadcrumbRow | undefined> {
  const [row] = await transaction.query<BreadcrumbRow>(
    `SELECT ${contentColumns(table)} FROM breadcrumbs b WHERE b.id = $1 AND ${IN_SCOPE}`,
    [id],
  )
  return row
}

/** Those of `BreadcrumbRow`. */
function contentColumns({ hasDescription }: TableShape): string {
  return `b.id, b.version, b.schema_name AS "schemaName", b.sensitivity::text AS sensitivity,
  CASE WHEN b.sensitivity = 'secret' THEN '' ELSE b.title END AS title,
  ${hasDescription ? "CASE WHEN b.sensitivity = 'secret' THEN NULL ELSE b.description END" : 'NULL'} AS description,
  CASE WHEN b.sensitivity = 'secret' THEN '{}' ELSE b.tags END AS tags,
  CASE WHEN b.sensitivity = 'secret' THEN NULL ELSE b.context::text END AS context`
}
