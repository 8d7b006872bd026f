import { expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, startPostgresServer } from '../../support/postgres.ts'
import { startTerminal, terminalAvailable } from '../../support/terminal.ts'

test('a dry run is sorted newest first, and makes the server write nothing: no transaction, no WAL', async () => {
  // Of its own: both are counted for a whole server.
  const server = await startPostgresServer({ settings: { autovacuum: 'off' } })
  try {
    const database = await createTestDatabase(server.url)
    const ids = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(30))
    await database.pool.query('VACUUM')
    await database.pool.query('CHECKPOINT')
    const before = await written()
    const args = ['backfill', '--dry-run', '--batch-size', '7', '--json', '--database-url', database.url]
    const { stdout } = await runCli(args)
    expect(JSON.parse(stdout).breadcrumbs.map(({ id }: { id: string }) => id)).toEqual(ids.reverse())
    expect(await written()).toEqual(before)
    await database.drop()

    async function written() {
      const { rows } = await database.pool.query(
        'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid, pg_current_wal_insert_lsn() AS wal',
      )
      return rows[0]
    }
  } finally {
    await server.stop({ remove: true })
  }
})

test.skipIf(!terminalAvailable)('a dry run shows how far it is', async () => {
  const database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(30))
  const args = ['backfill', '--dry-run', '--database-url', database.url]
  const { text } = await startTerminal(args, { columns: 100 }).exit
  expect(text).toMatch(/100% 30\/30/)
  expect(text).toMatch(/Dry run of 30 breadcrumbs/)
  await database.drop()
})
