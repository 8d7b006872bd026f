import { type LaneWeight, laneWeights, type PriorityFlags } from '../arguments/priority.ts'

const DEFAULT_AGE_MS = 3_600_000

/** Undefined where the flags ask for none. */
export function askedPriority({ priority, priorityAge }: PriorityFlags) {
  if (priority === undefined) return undefined
  return { lanes: priority, lateAfter: priorityAge ?? DEFAULT_AGE_MS }
}

/** As a run records it, and as `--priority` takes it again. */
export function recordedLanes({ priority }: PriorityFlags): { readonly priority?: readonly string[] } {
  return priority === undefined ? {} : { priority: priority.map(asGiven) }
}

function asGiven({ glob, weight }: LaneWeight): string {
  return `${glob}=${weight}`
}

/** The lanes that a run has recorded; undefined where it had none. */
export function lanesAsRecorded(
  words: readonly string[] | null | undefined,
): readonly LaneWeight[] | undefined {
  return words?.reduce<readonly LaneWeight[]>((lanes, word) => laneWeights(word, lanes), [])
}
