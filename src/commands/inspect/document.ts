import { formatTime } from '../../cli/format.ts'
import type { Inspection } from '../../database/inspect.ts'
import { explain } from './explain.ts'

/** The document of `inspect --json`. */
export function inspectionDocument(found: Inspection): unknown {
  return { ...found, outcome: outcomeOf(found), explanation: explain(found) }
}

/** With the times in the format of all others. */
function outcomeOf({ outcome }: Inspection): Inspection['outcome'] {
  if (outcome === null) return null
  const { retry_at, recorded_at } = outcome
  return {
    ...outcome,
    retry_at: retry_at === null ? null : formatTime(retry_at),
    recorded_at: formatTime(recorded_at),
  }
}
