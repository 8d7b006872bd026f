import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import type { Filters, Selection, Work } from '../../database/due/selection.ts'

/** What the flags select; without any, the breadcrumbs that have no keywords yet. */
export function workOf(flags: BackfillFlags): Omit<Selection, 'extractor' | 'startedAt'> {
  return {
    work: kindsOf(flags),
    filters: filtersOf(flags),
    includeUnembedded: flags.includeUnembedded ?? false,
  }
}

function kindsOf(flags: BackfillFlags): readonly Work[] {
  if (flags.force) return ['all']
  const kinds: readonly Work[] = ['failed', 'stale', 'outdated']
  const chosen = kinds.filter((kind) => flags[kind as 'failed' | 'stale' | 'outdated'])
  return chosen.length > 0 ? chosen : ['pending']
}

function filtersOf({ schema, excludeSchema, since, until }: BackfillFlags): Filters {
  return {
    ...(schema && { schemas: schema }),
    ...(excludeSchema && { excludedSchemas: excludeSchema }),
    ...(since && { since }),
    ...(until && { until }),
  }
}
