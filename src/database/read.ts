import type { Sensitivity } from '../extraction/breadcrumb.ts'
import type { Session } from './connect.ts'
import type { TableShape } from './table.ts'

/** A breadcrumb's content as it was read, with the version that an outcome refers to. */
export interface BreadcrumbRow {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly description: string | null
  /** JSON text: parsed where it is used, in a worker thread. */
  readonly context: string | null
  readonly schemaName: string | null
  readonly sensitivity: Sensitivity
}

/**
 * Reads content. The text of secret breadcrumbs never leaves the database.
 *
 * Index: primary key of breadcrumbs.
 */
export async function readBreadcrumbs(
  session: Session,
  shape: TableShape,
  ids: readonly string[],
): Promise<BreadcrumbRow[]> {
  return session.query<BreadcrumbRow>(
    `SELECT b.id, b.version, b.schema_name AS "schemaName", b.sensitivity::text AS sensitivity,
  CASE WHEN b.sensitivity = 'secret' THEN '' ELSE b.title END AS title,
  ${shape.hasDescription ? "CASE WHEN b.sensitivity = 'secret' THEN NULL ELSE b.description END" : 'NULL'} AS description,
  CASE WHEN b.sensitivity = 'secret' THEN NULL ELSE b.context::text END AS context
FROM breadcrumbs b
WHERE b.id = ANY ($1::uuid[])`,
    [ids],
  )
}
