import type { BackfillFlags } from '../../cli/arguments/backfill.ts'
import type { DueKind, Filters, Selection } from '../../database/due/selection.ts'

/**
 * What the flags select; without any, the breadcrumbs that have no keywords yet.
 * @param ids those that the flags name, where they name any
 */
export function selectionOf(flags: BackfillFlags, ids: readonly string[] | undefined): Selection {
  return {
    kinds: kindsOf(flags),
    filters: { ...filtersOf(flags), ...(ids && { ids }) },
    includeUnembedded: flags.includeUnembedded ?? false,
  }
}

function kindsOf(flags: BackfillFlags): readonly DueKind[] {
  if (flags.force) return ['all']
  const chosen = (['failed', 'stale', 'outdated', 'foreign'] as const).filter((kind) => flags[kind])
  if (chosen.length > 0) return chosen
  return flags.id === undefined ? ['pending'] : ['pending', 'stale', 'failed']
}

function filtersOf({ schema, excludeSchema, since, until }: BackfillFlags): Filters {
  return {
    ...(schema && { schemas: schema }),
    ...(excludeSchema && { excludedSchemas: excludeSchema }),
    ...(since && { since }),
    ...(until && { until }),
  }
}
