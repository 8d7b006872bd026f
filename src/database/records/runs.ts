import { createHash } from 'node:crypto'
import type { Database } from '../connection/connect.ts'
import { OWNER_SETTING } from '../connection/scope.ts'
import type { Selection } from '../due/selection.ts'

/** What a run has finished so far. */
export interface RunCounts {
  readonly processed: number
  readonly skipped: number
  /** Attempts used up. */
  readonly failed: number
  /** Turned secret since they were processed: their keywords were taken away. Not among the others. */
  readonly withheld: number
}

export interface RunStart {
  readonly id: string
  readonly command: string
  readonly host: string
  readonly pid: number
  /** The flags that were given, and the selection. */
  readonly options: object
  readonly extractor: string
}

/**
 * How a run ended: by itself, with work left by `--limit` or `--max-duration`, by a signal, by an order, or by an
 * error.
 */
export type RunEnding = 'done' | 'limit' | 'out of time' | 'stopped' | 'stopped by order' | 'error'

/** A run that is alive records its counts within this time. */
export const SEEN_SECONDS = 30

/** Both by the database's clock. */
export interface RunTimes {
  readonly startedAt: Date
  /** The run's own start, or that of the first of those that it joins. */
  readonly since: Date
}

/**
 * Records that a run begins. One that joins others at work on the same selection with the same extractor does not do
 * again what they have done.
 *
 * Index: runs_started_at.
 */
export async function startRun(database: Database, run: RunStart, selection: Selection): Promise<RunTimes> {
  const [row] = await database.transaction((transaction) =>
    transaction.query<RunTimes>(START, [
      run.id,
      run.command,
      run.host,
      run.pid,
      run.extractor,
      JSON.stringify(run.options),
      JSON.stringify(comparable(selection)),
    ]),
  )
  if (!row) throw new Error('INSERT … RETURNING gave no row')
  return row
}

/** `--since 24h` is the same work a moment later; of ids, there may be very many. */
function comparable({ filters, ...rest }: Selection): object {
  const { ids, since, until, ...schemas } = filters
  const times = { ...(since && { since: since.words }), ...(until && { until: until.words }) }
  const named = ids && {
    ids: createHash('sha256')
      .update([...ids].sort().join())
      .digest('hex'),
  }
  return { ...rest, filters: { ...schemas, ...times, ...named } }
}

/** The tenant belongs to what tells one selection from another. */
const START = `
WITH mine AS (
  SELECT $7::jsonb || jsonb_build_object('owner', nullif(current_setting('${OWNER_SETTING}', true), '')) AS selection
), joined AS (
  SELECT min(other.since) AS since
  FROM (SELECT * FROM rcrt_entities.runs ORDER BY started_at DESC LIMIT 1000) other
  JOIN mine ON other.options -> 'selection' = mine.selection
  WHERE other.extractor = $5 AND other.finished_at IS NULL
    AND other.seen_at > now() - make_interval(secs => ${SEEN_SECONDS})
)
INSERT INTO rcrt_entities.runs (id, command, host, pid, extractor, options, since)
SELECT $1::uuid, $2, $3, $4::int, $5, $6::jsonb || jsonb_build_object('selection', mine.selection),
  coalesce(joined.since, now())
FROM mine, joined
RETURNING started_at AS "startedAt", since`
