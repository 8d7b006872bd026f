import type pg from 'pg'

const LONGEST_MS = 30_000

/** Until a statement in this database waits for a lock; throws when none does within 30 s. */
export async function somebodyWaits(pool: pg.Pool): Promise<void> {
  const started = performance.now()
  while (performance.now() - started < LONGEST_MS) {
    const { rowCount } = await pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    if (rowCount !== 0) return
  }
  throw new Error('no statement waits for a lock')
}
