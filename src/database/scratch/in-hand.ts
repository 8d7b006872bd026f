import type { Database } from '../connection/connect.ts'

/** What somebody has claimed at a moment, by the database's clock. */
export interface InHand {
  readonly at: Date
  readonly ids: readonly string[]
  /** Of the same part, done by then. */
  readonly done: number
}

/** Of one part of the scratch rows. */
export async function readInHand(scratch: Database, part: string): Promise<InHand> {
  const [row] = await scratch.transaction((transaction) => transaction.query<InHand>(IN_HAND, [part]), {
    readOnly: true,
  })
  if (!row) throw new Error('a SELECT without a table gave no row')
  return row
}

const IN_HAND = `
SELECT clock_timestamp() AS at, ARRAY(
  SELECT c.breadcrumb_id::text FROM rcrt_entities.claims c JOIN breadcrumbs b ON b.id = c.breadcrumb_id
  WHERE c.expires_at > now() AND b.schema_name = $1
) AS ids, (
  SELECT count(*)::int FROM rcrt_entities.outcomes o JOIN breadcrumbs b ON b.id = o.breadcrumb_id
  WHERE b.schema_name = $1
) AS done`

/** Seconds from that moment until all of it was recorded as processed; null where some never was. */
export async function secondsUntilDone(scratch: Database, { at, ids }: InHand): Promise<number | null> {
  const [row] = await scratch.transaction(
    (transaction) => transaction.query<{ seconds: number | null }>(UNTIL_DONE, [ids, at]),
    { readOnly: true },
  )
  return row?.seconds ?? null
}

const UNTIL_DONE = `
SELECT CASE WHEN bool_and(o.breadcrumb_id IS NOT NULL)
  THEN round(greatest(0, extract(epoch FROM max(o.recorded_at) - $2::timestamptz))::numeric, 3)::float8 END AS seconds
FROM unnest($1::uuid[]) AS held (id)
LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = held.id AND o.status = 'processed'`
