import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import type { DueKind, Filters, Selection } from '../../database/due/selection.ts'

/** What the flags select; without any, the breadcrumbs that have no keywords yet. */
export function selectionOf(flags: BackfillFlags): Selection {
  return {
    kinds: kindsOf(flags),
    filters: filtersOf(flags),
    includeUnembedded: flags.includeUnembedded ?? false,
  }
}

function kindsOf(flags: BackfillFlags): readonly DueKind[] {
  if (flags.force) return ['all']
  const chosen = (['failed', 'stale', 'outdated', 'foreign'] as const).filter((kind) => flags[kind])
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
