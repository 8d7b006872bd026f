// What a large table costs: a backfill that finds nothing to do, stats, and the memory of a backfill of everything.
import { insert } from './many.mjs'
import { dropDatabase, makeDatabase, print, run, withClient, withServer } from './server.mjs'

const LARGE = Number(process.env.BENCH_ROWS ?? 1_000_000)
const SMALL = 1_000
const MEMORY_SMALL = 20_000
const REPEATS = 5
const INSERT_OUTCOMES = `
  INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
  SELECT id, version, 'bench', 'processed', gen_random_uuid() FROM breadcrumbs;
  ANALYZE`

await withServer(async (urlOf) => {
  for (const words of [40, 250]) {
    const small = await measureDone(urlOf, SMALL, words)
    const large = await measureDone(urlOf, LARGE, words)
    print(
      `nothing pending: ${(large.backfill / small.backfill).toFixed(2)} times as long on ${LARGE} as on ${SMALL} (at most 1.3); stats ${large.stats.toFixed(2)} s (at most 3)`,
    )
  }
  const memory = [await measureMemory(urlOf, MEMORY_SMALL), await measureMemory(urlOf, LARGE)]
  print(`peak resident memory with two threads: ${memory.join(' and ')} MiB (at most 429, which is 450 MB)`)
})

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
