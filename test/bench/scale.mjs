// What a large table costs: a backfill that finds nothing to do, stats, and the memory of a backfill of everything;
// and what it costs that somebody holds a snapshot meanwhile, as a dump does. One part alone by its name: done, memory,
// snapshot.
import { insert } from './many.mjs'
import {
  copyDatabase,
  dropDatabase,
  makeDatabase,
  print,
  run,
  TEMPLATE,
  withClient,
  withServer,
} from './server.mjs'

const LARGE = Number(process.env.BENCH_ROWS ?? 1_000_000)
const SMALL = 1_000
const MEMORY_SMALL = 20_000
const REPEATS = 5
const SNAPSHOT_ROWS = Math.min(LARGE, 200_000)
const SNAPSHOT_REPEATS = 3
const MOST_SNAPSHOT_COST = 0.1
const INSERT_OUTCOMES = `
  INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
  SELECT id, version, 'bench', 'processed', gen_random_uuid() FROM breadcrumbs;
  ANALYZE`

const PARTS = { done: measureAllDone, memory: measureMemories, snapshot: measureSnapshot }
const [name] = process.argv.slice(2)
const parts = name === undefined ? Object.values(PARTS) : [PARTS[name]]

await withServer(async (urlOf) => {
  for (const measure of parts) await measure(urlOf)
})

async function measureAllDone(urlOf) {
  for (const words of [40, 250]) {
    const small = await measureDone(urlOf, SMALL, words)
    const large = await measureDone(urlOf, LARGE, words)
    print(
      `nothing pending: ${(large.backfill / small.backfill).toFixed(2)} times as long on ${LARGE} as on ${SMALL} (at most 1.3); stats ${large.stats.toFixed(2)} s (at most 3)`,
    )
  }
}

async function measureMemories(urlOf) {
  const memory = [await measureMemory(urlOf, MEMORY_SMALL), await measureMemory(urlOf, LARGE)]
  print(`peak resident memory with two threads: ${memory.join(' and ')} MiB (at most 429, which is 450 MB)`)
}

/** A table where all is done: the best of several runs each. */
async function measureDone(urlOf, rows, words) {
  await makeDatabase(urlOf, 'bench_done', (client) => insert(client, rows, words, true))
  const url = urlOf('bench_done')
  await withClient(url, (client) => client.query(INSERT_OUTCOMES))
  const backfill = await best(() => run(['backfill', '--quiet'], url))
  const stats = await best(() => run(['stats', '--json'], url))
  print(
    `${rows} breadcrumbs of ${words} words: nothing pending ${backfill.toFixed(2)} s, stats ${stats.toFixed(2)} s`,
  )
  await dropDatabase(urlOf, 'bench_done')
  return { backfill, stats }
}

async function best(measured) {
  let seconds = Number.POSITIVE_INFINITY
  for (let round = 0; round < REPEATS; round += 1) seconds = Math.min(seconds, (await measured()).seconds)
  return seconds
}

/** A table where nothing is done. Returns MiB. */
async function measureMemory(urlOf, rows) {
  await makeDatabase(urlOf, 'bench_memory', (client) => insert(client, rows, 40, false))
  const { seconds, peakMiB, stdout } = await run(
    ['backfill', '--limit', String(rows), '--concurrency', '2', '--no-adaptive', '--quiet', '--json'],
    urlOf('bench_memory'),
  )
  const { processed, skipped } = JSON.parse(stdout)
  if (processed + skipped !== rows) throw new Error(`only ${processed + skipped} of ${rows} were done`)
  print(`${rows} breadcrumbs of 40 words: ${Math.round(rows / seconds)} rows/s, peak ${peakMiB} MiB`)
  await dropDatabase(urlOf, 'bench_memory')
  return peakMiB
}

/** The same backfill with a snapshot held and without, in turn; the best of each. */
async function measureSnapshot(urlOf) {
  await makeDatabase(urlOf, TEMPLATE, (client) => insert(client, SNAPSHOT_ROWS, 40, false))
  const best = { free: 0, held: 0 }
  for (let round = 0; round < SNAPSHOT_REPEATS; round += 1) {
    for (const kind of Object.keys(best)) {
      const url = await copyDatabase(urlOf, TEMPLATE, 'bench_snapshot')
      const rate = await (kind === 'held' ? withSnapshot(url, () => rateOf(url)) : rateOf(url))
      best[kind] = Math.max(best[kind], rate)
    }
  }
  const cost = 1 - best.held / best.free
  print(
    `a snapshot held over ${SNAPSHOT_ROWS} breadcrumbs: ${Math.round(best.held)} against ${Math.round(best.free)} rows/s, ratio ${(best.held / best.free).toFixed(3)} (at least ${1 - MOST_SNAPSHOT_COST})`,
  )
  if (cost > MOST_SNAPSHOT_COST) throw new Error('a held snapshot costs too much')
}

/** As pg_dump holds it: a transaction that sees the database as it was before. */
function withSnapshot(url, work) {
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM breadcrumbs')
    const result = await work()
    const { rows } = await client.query("SELECT pg_stat_get_dead_tuples('breadcrumbs'::regclass) AS dead")
    print(`dead rows that the snapshot keeps in breadcrumbs: ${rows[0].dead}`)
    return result
  })
}

async function rateOf(url) {
  const { seconds } = await run(['backfill', '--limit', 'all', '--no-adaptive', '--quiet'], url)
  return SNAPSHOT_ROWS / seconds
}
