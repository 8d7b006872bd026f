import type { Database, Session } from './connect.ts'

/** Counts of a run so far. */
export interface Tally {
  readonly processed: number
  readonly skipped: number
  /** Attempts used up. */
  readonly failed: number
}

export interface RunStart {
  readonly id: string
  readonly command: string
  readonly host: string
  readonly pid: number
  readonly options: unknown
  readonly extractor: string
}

/** How a run ended: by itself, by a signal, by `--max-duration`, or by an error. */
export type RunEnding = 'done' | 'stopped' | 'out of time' | 'error'

/** @returns when it began, by the database's clock. */
export async function startRun(database: Database, run: RunStart): Promise<Date> {
  const [row] = await database.transaction((session) =>
    session.query<{ startedAt: Date }>(
      `INSERT INTO rcrt_entities.runs (id, command, host, pid, options, extractor)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING started_at AS "startedAt"`,
      [run.id, run.command, run.host, run.pid, JSON.stringify(run.options), run.extractor],
    ),
  )
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  return row.startedAt
}

/** Records counts; the time of the last such record tells a run that is alive from one that was killed. */
export async function updateRun(
  database: Database,
  id: string,
  tally: Tally,
  ending?: RunEnding,
): Promise<void> {
  await database.transaction((session) =>
    session.query(
      `UPDATE rcrt_entities.runs SET processed = $2, skipped = $3, failed = $4, seen_at = now(), ending = $5,
  finished_at = CASE WHEN $5::text IS NOT NULL THEN now() END
WHERE id = $1`,
      [id, tally.processed, tally.skipped, tally.failed, ending ?? null],
    ),
  )
}

export interface Run extends RunStart, Tally {
  readonly startedAt: Date
  readonly seenAt: Date
  readonly finishedAt: Date | null
  readonly ending: RunEnding | null
}

/**
 * The newest runs, newest first.
 *
 * Index: runs_started_at.
 */
export async function listRuns(session: Session, limit: number): Promise<Run[]> {
  return session.query<Run>(
    `SELECT id, command, host, pid, options, extractor, started_at AS "startedAt", seen_at AS "seenAt",
  finished_at AS "finishedAt", ending, processed::float8, skipped::float8, failed::float8
FROM rcrt_entities.runs ORDER BY started_at DESC LIMIT $1`,
    [limit],
  )
}
