// How near a backfill comes to what the machine can do, and how far it is ahead of the naive way:
//   E  time to extract on one thread, in a bare loop, in a process that has done nothing before, like the others
//   W  time to write results that are already there, in batches, on one connection
//   L  the limit: nobody can be faster than max(W, (E + W) / cores)
//   T  the wall time of `rcrt-entities backfill` as a process, from start to exit
//   T- the same without RCRT's index on the vectors, on a server that has pgvector
//   B  the wall time of a bare backfill: a process a core, each with its share of the rows, no claims, no records
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createExtractor } from '../../dist/extraction/extractor.js'
import { copyDatabase, makeDatabase, print, run, TEMPLATE, withClient, withServer } from './server.mjs'
import { breadcrumb, wordCount } from './text.mjs'
import { writable, write } from './write.mjs'

const ROWS = Number(process.env.BENCH_ROWS ?? 20_000)
const REPEATS = Number(process.env.BENCH_REPEATS ?? 3)
const BATCH = 500
/** In processes of their own, so that each starts cold and its memory can be told. */
const NAIVE = script('naive')
const EXTRACT_ALL = script('extract-all')
const BARE = script('bare')
const VECTOR_INDEX = 'breadcrumbs_embedding'
const CORES = availableParallelism()

await withServer(async (urlOf) => {
  const breadcrumbs = Array.from({ length: ROWS }, (_, index) => breadcrumb(index))
  await makeDatabase(urlOf, TEMPLATE, (client) => insert(client, breadcrumbs))
  const words = breadcrumbs.reduce((sum, one) => sum + wordCount(one), 0)
  print(
    `${ROWS} breadcrumbs of ${Math.round(words / ROWS)} words, ${CORES} cores, Node ${process.version}, ${REPEATS} rounds`,
  )

  const hasIndex = await withClient(urlOf(TEMPLATE), isVectorIndexed)
  if (!hasIndex) print('without the index on vectors: `npm run pgserver` installs a server that has pgvector')

  const extractor = createExtractor()
  const results = breadcrumbs.map((one) => extractor.extract(one))
  const rounds = []
  for (let round = 1; round <= REPEATS; round += 1) {
    const extracting = Number((await run([String(ROWS)], '', EXTRACT_ALL)).stdout)
    const writing = await writeAll(await copyDatabase(urlOf, TEMPLATE, 'bench_write'), results)
    const backfill = await backfillAll(await copyDatabase(urlOf, TEMPLATE, 'bench_run'))
    const unindexed = hasIndex
      ? await runUnindexed(await copyDatabase(urlOf, TEMPLATE, 'bench_run'))
      : backfill
    const bare = await runBare(await copyDatabase(urlOf, TEMPLATE, 'bench_bare'))
    rounds.push(roundOf(extracting, writing, bare, backfill, unindexed))
    print(`round ${round}: ${describe(rounds.at(-1))}`)
  }
  const naive = await run([], await copyDatabase(urlOf, TEMPLATE, 'bench_naive'), NAIVE)
  const best = rounds.reduce((one, other) => (other.T < one.T ? other : one))
  print(`best:    ${describe(best)}`)
  print(
    `spread:  T/L ${spread(rounds.map((round) => round.ratio))}, T ${spread(rounds.map((round) => round.T))} s`,
  )
  if (hasIndex) print(`index:   ${describeIndex(rounds)}`)
  print(
    `naive:   T ${naive.seconds.toFixed(2)} s, ${Math.round(ROWS / naive.seconds)} rows/s, peak ${naive.peakMiB} MiB`,
  )
  print(`backfill is ${(naive.seconds / best.T).toFixed(2)} times as fast as the naive way`)
})

function script(name) {
  return fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))
}

async function runBare(url) {
  const parts = Array.from({ length: CORES }, (_, part) => run([part, CORES, BATCH].map(String), url, BARE))
  return Math.max(...(await Promise.all(parts)).map(({ seconds }) => seconds))
}

async function backfillAll(url) {
  const done = await run(['backfill', '--limit', String(ROWS), '--quiet', '--json'], url)
  const { processed, skipped } = JSON.parse(done.stdout)
  if (processed + skipped !== ROWS) throw new Error(`only ${processed + skipped} of ${ROWS} were done`)
  return done
}

async function runUnindexed(url) {
  await withClient(url, (client) => client.query(`DROP INDEX ${VECTOR_INDEX}`))
  return backfillAll(url)
}

async function isVectorIndexed(client) {
  const { rows } = await client.query('SELECT to_regclass($1) AS index', [VECTOR_INDEX])
  return rows[0].index !== null
}

/** By the best round of each. */
function describeIndex(rounds) {
  const T = Math.min(...rounds.map((round) => round.T))
  const without = Math.min(...rounds.map((round) => round.unindexed))
  return `T ${T.toFixed(2)} s with RCRT's index on the vectors, ${without.toFixed(2)} s without: it costs ${Math.round(100 * (T / without - 1))} %`
}

function roundOf(E, W, B, { seconds: T, peakMiB }, { seconds: unindexed }) {
  const L = Math.max(W, (E + W) / CORES)
  return { E, W, L, B, T, unindexed, ratio: T / L, peakMiB }
}

function describe({ E, W, L, B, T, ratio, peakMiB }) {
  const figures = Object.entries({ E, W, L, B, T }).map(
    ([name, seconds]) => `${name} ${seconds.toFixed(2)} s`,
  )
  const ratios = `T/L ${ratio.toFixed(2)}, T/B ${(T / B).toFixed(2)}`
  return `${figures.join(', ')}, ${ratios}, ${Math.round(ROWS / T)} rows/s, peak ${peakMiB} MiB`
}

function spread(values) {
  return `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`
}

async function insert(client, breadcrumbs) {
  for (let start = 0; start < breadcrumbs.length; start += 1000) {
    await client.query(
      `INSERT INTO breadcrumbs (owner_id, title, description, context, schema_name, visibility, sensitivity, checksum,
         created_at, size_bytes, embedding, tags)
       SELECT '00000000-0000-0000-0000-000000000001', title, description, context, "schemaName", 'team', 'low',
         md5(context::text), now() - random() * interval '90 days', octet_length(context::text),
         (SELECT array_agg((random() - 0.5)::real) FROM generate_series(1, 384) WHERE title <> ''), '{session:12}'
       FROM jsonb_to_recordset($1) AS r (title text, description text, context jsonb, "schemaName" text)`,
      [JSON.stringify(breadcrumbs.slice(start, start + 1000))],
    )
  }
}

/** Which result belongs to which row does not matter to the time of a write. */
async function writeAll(url, results) {
  return withClient(url, async (client) => {
    const { rows } = await client.query('SELECT id FROM breadcrumbs ORDER BY created_at DESC')
    const batches = []
    for (let start = 0; start < rows.length; start += BATCH) {
      batches.push(
        rows.slice(start, start + BATCH).map(({ id }, index) => writable(id, results[start + index])),
      )
    }
    const started = performance.now()
    for (const batch of batches) await write(client, batch)
    return (performance.now() - started) / 1000
  })
}
