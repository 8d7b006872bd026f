import { grouped } from '../../grouped.ts'
import { type ListChange, sizeOf } from './change.ts'
import type { Compared, Comparison } from './sample.ts'

/** How many came and went. */
export interface Counts {
  readonly gained: number
  readonly lost: number
}

/** What changes in some breadcrumbs. */
interface ChangeTotals {
  readonly compared: number
  /** Those whose keywords or entities change. */
  readonly changed: number
  /** Those of the compared, 0 to 100; 0 where there are none. */
  readonly changedPercent: number
  readonly keywords: Counts
  readonly entities: Counts
}

/** Null for those without. */
export type SchemaChanges = ChangeTotals & { readonly schema: string | null }

export interface ComparisonSummary extends ChangeTotals {
  readonly failed: number
  /** The most changed first. */
  readonly schemas: readonly SchemaChanges[]
  /** Those that change most, by keywords and entities together. */
  readonly most: readonly ChangedBreadcrumb[]
}

export interface ChangedBreadcrumb {
  readonly id: string
  readonly schema: string | null
  readonly keywords: ListChange
  readonly entities: Counts
}

const MOST = 10

/** Counts a comparison, and picks the ten that change most. */
export function summaryOf({ compared, failed }: Comparison): ComparisonSummary {
  const bySchema = grouped(compared, ({ schema }) => schema)
  return {
    ...totalsOf(compared),
    failed,
    schemas: [...bySchema]
      .map(([schema, rows]) => ({ schema, ...totalsOf(rows) }))
      .sort(
        (a, b) =>
          b.changed - a.changed || b.compared - a.compared || ((a.schema ?? '') < (b.schema ?? '') ? -1 : 1),
      ),
    most: compared
      .filter((one) => extent(one) > 0)
      .sort((a, b) => extent(b) - extent(a) || (a.id < b.id ? -1 : 1))
      .slice(0, MOST)
      .map(({ id, schema, keywords, entities }) => ({
        id,
        schema,
        keywords,
        entities: countsOf([entities]),
      })),
  }
}

function totalsOf(compared: readonly Compared[]): ChangeTotals {
  const changed = compared.filter((one) => extent(one) > 0).length
  return {
    compared: compared.length,
    changed,
    changedPercent: percentOf(changed, compared.length),
    keywords: countsOf(compared.map(({ keywords }) => keywords)),
    entities: countsOf(compared.map(({ entities }) => entities)),
  }
}

/** With two digits behind the point. */
function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((10_000 * part) / whole) / 100
}

function extent({ keywords, entities }: Compared): number {
  return sizeOf(keywords) + sizeOf(entities)
}

function countsOf(changes: readonly ListChange[]): Counts {
  return {
    gained: changes.reduce((sum, { gained }) => sum + gained.length, 0),
    lost: changes.reduce((sum, { lost }) => sum + lost.length, 0),
  }
}
