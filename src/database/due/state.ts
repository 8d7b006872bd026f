import { liveClaims, outcomesTable } from '../schema/own-tables.ts'
import type { TableShape } from '../schema/table.ts'
import { EXPOSED, FOREIGN, GIVEN_UP, NEXT_ATTEMPT } from './conditions.ts'

/** The states of a breadcrumb, each in exactly one; the README describes them. */
export const STATES = [
  'waiting',
  'unembedded',
  'pending',
  'retrying',
  'claimed',
  'processed',
  'foreign',
  'skipped',
  'stale',
  'failed',
] as const

/** RCRT never embeds these, so that their breadcrumbs wait for nothing. */
const NEVER_EMBEDDED = ['system.hygiene.v1', 'system.metrics.v1', 'system.context-metrics.v1']

export type State = (typeof STATES)[number]

/** The state of breadcrumb `b`, given its outcome `o` and its live claim `c`, each null where there is none. */
export const STATE = `CASE
    WHEN ${GIVEN_UP} AND NOT (${EXPOSED}) THEN 'failed'
    WHEN ${NEXT_ATTEMPT} AND o.version >= b.version AND c.breadcrumb_id IS NULL AND NOT coalesce(${EXPOSED}, false) THEN 'retrying'
    WHEN b.entity_keywords IS NULL AND b.embedding IS NULL AND c.breadcrumb_id IS NULL THEN
      CASE WHEN b.schema_name IN (${NEVER_EMBEDDED.map((name) => `'${name}'`).join(', ')}) THEN 'unembedded' ELSE 'waiting' END
    WHEN c.breadcrumb_id IS NOT NULL AND ${FOREIGN} THEN 'claimed'
    WHEN b.entity_keywords IS NULL OR o.version < b.version OR o.status = 'retrying' OR ${EXPOSED} THEN
      CASE WHEN c.breadcrumb_id IS NOT NULL THEN 'claimed'
        WHEN b.entity_keywords IS NULL THEN 'pending'
        ELSE 'stale' END
    WHEN ${FOREIGN} THEN 'foreign'
    WHEN b.entity_keywords = '{}' THEN 'skipped'
    ELSE 'processed'
  END`

/** What `STATE` needs in its FROM clause. */
export function statesFrom(table: TableShape): string {
  return `breadcrumbs b
LEFT JOIN ${outcomesTable(table)} o ON o.breadcrumb_id = b.id
LEFT JOIN ${liveClaims(table)} c ON c.breadcrumb_id = b.id`
}
