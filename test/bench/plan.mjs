// Whether a plan tells what happens: time, WAL and dead tuples of a backfill as told, and as taken, of short and of long
// texts. Ends with 1 where one of them is more than 20 % off.
import { insert } from './many.mjs'
import { dropDatabase, makeDatabase, print, run, withClient, withServer } from './server.mjs'

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000)
const WORDS = (process.env.BENCH_WORDS ?? '60,263').split(',').map(Number)
const MOST = 0.2
const DEAD = 'SELECT coalesce(sum(n_tup_upd), 0)::int AS updated FROM pg_stat_user_tables WHERE relname = $1'
const POSITION = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 AS bytes"

await withServer(async (urlOf) => {
  let isOff = false
  for (const words of WORDS) {
    await makeDatabase(urlOf, 'bench_plan', (client) => insert(client, ROWS, words, false))
    print(`${ROWS} breadcrumbs of ${words} words:`)
    for (const line of await compare(urlOf('bench_plan'))) isOff = show(line) || isOff
    await dropDatabase(urlOf, 'bench_plan')
  }
  if (isOff) process.exitCode = 1
})

/** A checkpoint before each: both begin with pages that have to be logged as a whole. */
async function compare(url) {
  const query = (text, values) =>
    withClient(url, async (client) => (await client.query(text, values)).rows[0])
  await query('CHECKPOINT')
  const plan = await run(['plan', '--json', '--quiet'], url)
  const told = JSON.parse(plan.stdout)
  await query('CHECKPOINT')
  const before = [await query(POSITION), await query(DEAD, ['breadcrumbs'])]
  const { seconds } = await run(['backfill', '--limit', 'all', '--quiet'], url)
  const [position, dead] = [await query(POSITION), await query(DEAD, ['breadcrumbs'])]
  print(
    `  plan took ${plan.seconds.toFixed(1)} s: extracts ${told.extractedPerSecond.toFixed(0)}/s, saves ${told.savedPerSecond.toFixed(0)}/s`,
  )
  return [
    { name: 'time', unit: 's', told: told.seconds, taken: seconds },
    { name: 'WAL', unit: 'MB', told: told.walBytes / 1e6, taken: (position.bytes - before[0].bytes) / 1e6 },
    { name: 'dead tuples', unit: '', told: told.deadTuples, taken: dead.updated - before[1].updated },
  ]
}

/** @returns whether it is too far off */
function show({ name, unit, told, taken }) {
  const off = told / taken - 1
  const isOff = Math.abs(off) > MOST
  print(
    `  ${isOff ? '✖' : '✔'} ${name}: told ${Math.round(told)} ${unit}, taken ${Math.round(taken)} ${unit} (${(100 * off).toFixed(0)} %)`,
  )
  return isOff
}
