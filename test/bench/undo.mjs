// What it costs to keep what was there before, and whether all of it comes back: two runs over everything, one that
// keeps it and one that does not, and the undoing of the first, compared row by row.
import { insert } from './many.mjs'
import { makeDatabase, print, run, withClient, withServer } from './server.mjs'

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000)
const WORDS = 60
const SNAPSHOT = `
  CREATE TABLE before AS SELECT b.id, to_jsonb(b)::text AS breadcrumb, to_jsonb(o)::text AS outcome
  FROM breadcrumbs b LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id`
const DIFFERENT = `
  SELECT count(*)::int AS different FROM before
  JOIN breadcrumbs b USING (id) LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id
  WHERE to_jsonb(b)::text <> before.breadcrumb OR to_jsonb(o)::text IS DISTINCT FROM before.outcome`

await withServer(async (urlOf) => {
  await makeDatabase(urlOf, 'bench_undo', (client) => insert(client, ROWS, WORDS, false))
  const url = urlOf('bench_undo')
  const query = (text) => withClient(url, async (client) => (await client.query(text)).rows[0])
  await run(['backfill', '--limit', 'all', '--quiet'], url)
  const force = async (...flags) => {
    for (const text of ['VACUUM (ANALYZE)', 'CHECKPOINT']) await query(text)
    const { lsn } = await query('SELECT pg_current_wal_lsn() AS lsn')
    const args = ['backfill', '--force', '--yes', '--limit', 'all', '--json', '--quiet', ...flags]
    const { seconds, stdout } = await run(args, url)
    const { mb } = await query(`SELECT round((pg_current_wal_lsn() - '${lsn}') / 1e6) AS mb`)
    print(`backfill --force ${flags.join(' ')}: ${Math.round(ROWS / seconds)} rows/s, ${mb} MB of WAL`)
    return JSON.parse(stdout)
  }
  await force('--no-keep-previous', '--max-keywords', '8')
  await query(SNAPSHOT)
  const kept = await force('--keep-previous', '--max-keywords', '9')
  const { size } = await query("SELECT pg_total_relation_size('rcrt_entities.previous') AS size")
  print(`kept: ${Math.round(size / ROWS)} bytes a breadcrumb; ${(await query(DIFFERENT)).different} differ`)
  const { seconds, stdout } = await run(['undo', kept.run, '--json', '--quiet'], url)
  const { restored, left } = JSON.parse(stdout)
  const { different } = await query(DIFFERENT)
  print(
    `undo: ${restored} restored, ${left.length} left, ${Math.round(ROWS / seconds)} rows/s; ${different} differ`,
  )
  if (restored !== ROWS || different !== 0) throw new Error('not all came back as it was')
})
