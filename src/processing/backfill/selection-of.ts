import type { DueKind, Filters, Moment, Selection } from '../../database/due/selection.ts'

/** What a person chooses breadcrumbs by. */
export interface Choice {
  readonly schema?: readonly string[]
  readonly excludeSchema?: readonly string[]
  readonly since?: Moment
  readonly until?: Moment
  readonly failed?: true
  readonly stale?: true
  readonly outdated?: true
  readonly foreign?: true
  readonly force?: true
  readonly id?: readonly string[]
  readonly includeUnembedded?: true
}

/**
 * What the flags select; without any, the breadcrumbs that have no keywords yet.
 * @param ids those that the flags name, where they name any
 */
export function selectionOf(flags: Choice, ids: readonly string[] | undefined): Selection {
  return {
    kinds: kindsOf(flags),
    filters: { ...filtersOf(flags), ...(ids && { ids }) },
    includeUnembedded: flags.includeUnembedded ?? false,
  }
}

function kindsOf(flags: Choice): readonly DueKind[] {
  if (flags.force) return ['all']
  const chosen = (['failed', 'stale', 'outdated', 'foreign'] as const).filter((kind) => flags[kind])
  if (chosen.length > 0) return chosen
  return flags.id === undefined ? ['pending'] : ['pending', 'stale', 'failed']
}

function filtersOf({ schema, excludeSchema, since, until }: Choice): Filters {
  return {
    ...(schema && { schemas: schema }),
    ...(excludeSchema && { excludedSchemas: excludeSchema }),
    ...(since && { since }),
    ...(until && { until }),
  }
}
