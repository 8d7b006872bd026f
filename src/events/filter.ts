import { globMatcher } from '../extraction/rules/glob.ts'
import type { BreadcrumbEvent } from './event.ts'

export interface EventFilterOptions {
  /** Globs (`*`, `?`); one of them has to match. */
  readonly schemas?: readonly string[] | undefined
  /** Globs; none of them may match. */
  readonly excludedSchemas?: readonly string[] | undefined
  readonly ownerId?: string | undefined
}

/**
 * Tells events that are of no interest for certain, so that the database need not be asked. What an event
 * leaves out is let through.
 */
export function eventFilter(
  options: EventFilterOptions,
): (event: Omit<BreadcrumbEvent, 'version'>) => boolean {
  const wanted = options.schemas?.map(globMatcher)
  const unwanted = (options.excludedSchemas ?? []).map(globMatcher)
  return ({ schemaName, ownerId }) => {
    if (options.ownerId !== undefined && ownerId !== undefined && ownerId !== options.ownerId) return false
    if (schemaName === undefined) return true
    if (unwanted.some((matches) => matches(schemaName))) return false
    return wanted === undefined || wanted.some((matches) => matches(schemaName))
  }
}
