import type pg from 'pg'

/** Until a statement in this database waits for a lock. */
export async function somebodyWaits(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    if (rowCount !== 0) return
  }
}
