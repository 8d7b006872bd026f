import { stateOf } from '../../cli/output/runs.ts'
import type { RecordedRun } from '../../database/records/newest-runs.ts'

/** A run with what follows from its own record and those of others on the same work. */
export interface ListedRun extends Omit<RecordedRun, 'id' | 'now' | 'perSecond'> {
  readonly run: string
  /** `running`, `paused`, `stopping` or `cut off`, or how it ended. */
  readonly state: string
  readonly seenSecondsAgo: number
  /** Breadcrumbs a second, of its own; null for those that are not at work. */
  readonly rowsPerSecond: number | null
  /** Of all at work on the same. */
  readonly fleetRowsPerSecond: number | null
  /** Until what there is will be done at the rate of all; null where that can't be told. */
  readonly etaSeconds: number | null
}

const AT_WORK = ['running', 'paused', 'stopping']

export function listed(runs: readonly RecordedRun[]): ListedRun[] {
  const atWork = runs.filter((run) => AT_WORK.includes(stateOf(run, run.now)))
  const rates = new Map<string, number>()
  for (const run of atWork) rates.set(workOf(run), (rates.get(workOf(run)) ?? 0) + (run.perSecond ?? 0))
  return runs.map((recorded) => {
    const { id: run, now, perSecond, ...rest } = recorded
    const isAtWork = atWork.includes(recorded)
    const fleet = isAtWork ? (rates.get(workOf(recorded)) ?? 0) : null
    return {
      run,
      state: stateOf(recorded, now),
      ...rest,
      // What is said to all since does not concern it.
      orders: isAtWork ? rest.orders : rest.orders.filter(({ action }) => action === 'stop'),
      seenSecondsAgo: Math.max(0, Math.round((now.getTime() - recorded.seenAt.getTime()) / 1000)),
      rowsPerSecond: isAtWork && perSecond !== null ? Math.round(perSecond) : null,
      fleetRowsPerSecond: fleet === null ? null : Math.round(fleet),
      etaSeconds: etaOf(recorded, fleet),
    }
  })
}

/** Runs on the same selection with the same extractor share their work. */
function workOf({ options, extractor, command }: RecordedRun): string {
  return JSON.stringify([command, options.selection, extractor])
}

function etaOf({ done, total }: RecordedRun, perSecond: number | null): number | null {
  if (done === null || total === null || perSecond === null || perSecond < 1) return null
  return Math.round((total - done) / perSecond)
}
