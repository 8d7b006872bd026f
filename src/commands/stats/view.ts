import { counted } from '../../cli/format.ts'
import type { Output } from '../../cli/output.ts'
import { type Layout, table } from '../../cli/table.ts'
import { STATES } from '../../database/state.ts'
import type { SchemaSummary, StatsSummary } from './summary.ts'

const MEANINGS = {
  processed: 'have keywords of their current content',
  skipped: 'have nothing to extract, or are withheld',
  pending: 'have no keywords yet',
  claimed: 'are being worked on',
  stale: 'changed since they were extracted',
  failed: 'used up their attempts',
  waiting: 'are not embedded by RCRT yet',
} as const

/** What a person reads of `stats`: all states, then schema by schema. */
export function statsLines(summary: StatsSummary, { style, layout }: Output): string[] {
  const states = Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]
  const overall = table(
    [{ title: 'state' }, { title: 'breadcrumbs', align: 'right' }, { title: '', shrinks: true }],
    states.flatMap((state) => [
      [state, String(summary[state]), MEANINGS[state]],
      ...(state === 'skipped' ? reasonRows(summary) : []),
    ]),
    layout.width,
    layout.ellipsis,
  )
  return [
    `${counted(summary.total, 'breadcrumb')}, ${style.bold(`${summary.coveragePercent}% covered`)}`,
    '',
    ...underHeader(overall, style.dim),
    '',
    ...underHeader(schemaTable(summary.schemas, layout), style.dim),
  ]
}

function reasonRows(summary: StatsSummary): string[][] {
  return Object.entries(summary.skippedByReason).map(([reason, count]) => [`  ${reason}`, String(count), ''])
}

/** Only the states that occur, so that the table stays narrow. */
function schemaTable(schemas: readonly SchemaSummary[], layout: Layout): string[] {
  const states = STATES.filter((state) => schemas.some((schema) => schema[state] > 0))
  return table(
    [
      { title: 'schema', shrinks: true },
      { title: 'total', align: 'right' },
      ...states.map((title) => ({ title, align: 'right' as const })),
      { title: 'covered', align: 'right' },
    ],
    schemas.map((schema) => [
      schema.schema ?? '(none)',
      String(schema.total),
      ...states.map((state) => String(schema[state])),
      `${schema.coveragePercent}%`,
    ]),
    layout.width,
    layout.ellipsis,
  )
}

function underHeader([header = '', ...rows]: readonly string[], dim: (text: string) => string): string[] {
  return [dim(header), ...rows]
}
