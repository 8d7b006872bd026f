import type { TableShape } from './table.ts'

/**
 * Commands that only read also work where the tool's schema does not exist: there, its tables are empty.
 * The columns are those that states are derived from and that `inspect` shows.
 */
export function outcomesTable(table: TableShape): string {
  if (table.hasOutcomes) return 'rcrt_entities.outcomes'
  return `(SELECT NULL::uuid AS breadcrumb_id, NULL::int AS version, NULL::text AS extractor, NULL::text AS status,
    NULL::text AS reason, NULL::boolean AS truncated, NULL::int AS attempts, NULL::text AS error,
    NULL::timestamptz AS retry_at, NULL::uuid AS run_id, NULL::timestamptz AS recorded_at WHERE false)`
}

/** Claims that have not expired. On a standby there seem to be none. */
export function liveClaims(table: TableShape): string {
  if (table.hasOutcomes && !table.isStandby)
    return '(SELECT * FROM rcrt_entities.claims WHERE expires_at > now())'
  return '(SELECT NULL::uuid AS breadcrumb_id, NULL::uuid AS run_id, NULL::timestamptz AS expires_at WHERE false)'
}

export function runsTable(table: TableShape): string {
  if (table.hasOutcomes) return 'rcrt_entities.runs'
  return `(SELECT NULL::uuid AS id, NULL::text AS command, NULL::text AS host, NULL::int AS pid,
    NULL::timestamptz AS started_at WHERE false)`
}
