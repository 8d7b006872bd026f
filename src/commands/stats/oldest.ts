import type { State } from '../../database/due/state.ts'
import type { StateCount } from '../../database/records/count-states.ts'

/** The first of these times of what is in one state; null where nothing is. */
export function oldest(
  counts: readonly StateCount[],
  state: State,
  timeOf: (count: StateCount) => Date,
): Date | null {
  return counts
    .filter((count) => count.state === state)
    .map(timeOf)
    .reduce<Date | null>((first, time) => (first === null || time < first ? time : first), null)
}
