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
const NEVER_EMBEDDED = "'system.hygiene.v1', 'system.metrics.v1', 'system.context-metrics.v1'"

export type State = (typeof STATES)[number]

/** What a state follows from: of breadcrumb `b`, its outcome `o` and its live claim `c`, each null where there is none. */
const FACTS = {
  failed: GIVEN_UP,
  retrying: `${NEXT_ATTEMPT} AND o.version >= b.version`,
  exposed: `coalesce(${EXPOSED}, false)`,
  claimed: 'c.breadcrumb_id IS NOT NULL',
  blank: 'b.entity_keywords IS NULL',
  skipped: "b.entity_keywords = '{}'",
  unembedded: 'b.embedding IS NULL',
  behind: `o.version < b.version OR ${NEXT_ATTEMPT}`,
  is_foreign: FOREIGN,
} as const

type Fact = keyof typeof FACTS

/** @param schema a column */
function stateFrom(of: (fact: Fact) => string, schema: string): string {
  const blank = of('blank')
  const claimed = of('claimed')
  const foreign = of('is_foreign')
  return `CASE
    WHEN ${of('failed')} AND NOT ${of('exposed')} THEN 'failed'
    WHEN ${of('retrying')} AND NOT ${claimed} AND NOT ${of('exposed')} THEN 'retrying'
    WHEN ${blank} AND ${of('unembedded')} AND NOT ${claimed} THEN
      CASE WHEN ${schema} IN (${NEVER_EMBEDDED}) THEN 'unembedded' ELSE 'waiting' END
    WHEN ${claimed} AND ${foreign} THEN 'claimed'
    WHEN ${blank} OR ${of('behind')} OR ${of('exposed')} THEN
      CASE WHEN ${claimed} THEN 'claimed' WHEN ${blank} THEN 'pending' ELSE 'stale' END
    WHEN ${foreign} THEN 'foreign'
    WHEN ${of('skipped')} THEN 'skipped'
    ELSE 'processed'
  END`
}

/** The state of breadcrumb `b`, given its outcome `o` and its live claim `c`, each null where there is none. */
export const STATE = stateFrom((fact) => `(${FACTS[fact]})`, 'b.schema_name')

/**
 * For a statement that counts: it groups by schema and facts and derives the state of each group. Of what is true or false
 * the planner knows that there are few groups, so that it counts in parallel; by the state itself it would sort all rows.
 */
export const STATE_FACTS = Object.entries(FACTS).map(([fact, condition]) => `${condition} AS ${fact}`)
export const STATE_OF_FACTS = stateFrom((fact) => fact, 'schema_name')

/** What `STATE` needs in its FROM clause. */
export function statesFrom(table: TableShape): string {
  return `breadcrumbs b
LEFT JOIN ${outcomesTable(table)} o ON o.breadcrumb_id = b.id
LEFT JOIN ${liveClaims(table)} c ON c.breadcrumb_id = b.id`
}
