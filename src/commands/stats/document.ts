import { stateOf } from '../../cli/output/runs.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import type { StatsSummary } from './summary.ts'

/** The document of `stats --json`. */
export function statsDocument({ failureKinds, lastRun, ...summary }: StatsSummary): object {
  return {
    ...summary,
    failureKinds: failureKinds.map(({ code, newest, ...kind }) => ({
      kind: code,
      ...kind,
      failedAt: newest,
    })),
    ...(summary.extractors && { defaultExtractor: fingerprintOf() }),
    lastRun: lastRun === null ? null : runDocument(lastRun, summary.countedAt),
  }
}

function runDocument(run: NonNullable<StatsSummary['lastRun']>, now: Date): object {
  const { id, command, host, pid, startedAt, finishedAt, atWork } = run
  return { run: id, command, host, pid, startedAt, finishedAt, state: stateOf(run, now), runsAtWork: atWork }
}
