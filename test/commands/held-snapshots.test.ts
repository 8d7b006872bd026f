import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ShownSnapshot, snapshotMend, snapshotWords } from '../../src/cli/output/held-snapshots.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { diagnose } from '../support/doctor.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

/** As if every session of this database had been at work for an hour already. */
const HOUR_LATER = `
CREATE SCHEMA later;
CREATE VIEW later.pg_stat_activity AS
SELECT datname, pid, usename, application_name, state, backend_xid, backend_xmin, backend_type,
  xact_start - interval '1 hour' AS xact_start
FROM pg_catalog.pg_stat_activity;
DO $$ BEGIN
  EXECUTE 'ALTER DATABASE ' || current_database() || ' SET search_path = later, pg_catalog, public';
END $$`
const HOLDER =
  /pg_dump \(process \d+ of role postgres\) has held a snapshot for 1h 00m: vacuum can't remove rows that died since; breadcrumbs has about \d+ dead ones/

let database: TestDatabase
let dump: pg.PoolClient
const backfill = () => runCli(['backfill', '--database-url', database.url])

beforeAll(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(3))
  dump = await database.pool.connect()
  await database.pool.query(HOUR_LATER)
  await dump.query("SET application_name = 'pg_dump'")
  await dump.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM breadcrumbs')
})
afterAll(() => database.drop())

test('a backfill tells of a snapshot that is held: at its start, and what it left at its end', async () => {
  const { stderr, code } = await backfill()
  expect(stderr).toMatch(HOLDER)
  expect(stderr).toMatch(
    /To spare the space, let whoever left that transaction open end it; idle_in_transaction/,
  )
  expect(stderr).toMatch(
    /pg_dump \(.*\) still holds its snapshot: what this run left dead, up to 3 rows, stays/,
  )
  expect(code).toBe(0)
})

test('plan tells of it before there is a run, to people and to programs', async () => {
  const plan = (...flags: string[]) => runCli(['plan', ...flags, '--database-url', database.url])
  const [shown, json] = await Promise.all([plan(), plan('--json')])
  expect(shown.stderr).toMatch(HOLDER)
  const { heldSnapshots } = JSON.parse(json.stdout)
  expect(heldSnapshots.held).toMatchObject([
    { kind: 'session', name: 'pg_dump', role: 'postgres', isIdle: true },
  ])
  expect(heldSnapshots.held[0].seconds).toBeGreaterThan(3_599)
  expect(heldSnapshots.deadRows).toBeGreaterThanOrEqual(0)
})

test('! held snapshots in doctor, and ✔ when it is over', async () => {
  const during = await diagnose(['--database-url', database.url])
  await dump.query('COMMIT')
  const after = await diagnose(['--database-url', database.url])
  dump.release()
  expect([during, after].map(({ signs }) => signs['held snapshots'])).toEqual(['!', '✔'])
  expect(during.words['held snapshots']).toMatch(HOLDER)
  expect((await backfill()).stderr).not.toContain('snapshot')
})

const SHOWN: ShownSnapshot = {
  kind: 'session',
  name: '',
  pid: 7,
  role: 'etl',
  seconds: 600,
  transactions: 1_200_000,
  isIdle: false,
}

test.each<[Partial<ShownSnapshot>, number, RegExp, RegExp]>([
  [{}, 1, /^process 7 of role etl has held a snapshot for 10m 00s, and one more does:/, /let it finish/],
  [{ name: '\u001b[2Jx' }, 3, /^x \(process 7 of role etl\).*, and 3 more do:/, /let it finish/],
  [
    { kind: 'prepared transaction', name: 'left', pid: null },
    0,
    /^the prepared transaction left has/,
    /COMMIT PREPARED/,
  ],
  [
    { kind: 'replication slot', name: 'gone', pid: null, seconds: null, isIdle: true },
    0,
    /^the replication slot gone has held a snapshot over the last 1,200,000 transactions:/,
    /or drop it where that is gone for good/,
  ],
  [
    { kind: 'standby', name: 'walreceiver', seconds: null },
    0,
    /^the standby walreceiver \(process 7 of role etl\)/,
    /hot_standby_feedback/,
  ],
])('%j is told in words of its kind', (shown, others, words, mend) => {
  expect(snapshotWords({ ...SHOWN, ...shown }, others, 5)).toMatch(words)
  expect(snapshotMend({ ...SHOWN, ...shown })).toMatch(mend)
})
