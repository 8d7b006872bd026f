// What a search costs on a large table, by keywords, with vectors and in RCRT's own way; with --eval FOLDER, what it finds.
//   BENCH_ROWS=50000    a smaller table
//   BENCH_KEEP=1        leaves the database and asks the one that was left; with TEST_DATABASE_URL, a server of yours

import { parseArgs } from 'node:util'
import { measureFigures } from './search/figures.mjs'
import { measureSpeed } from './search/speed.mjs'
import { fill } from './search/table.mjs'
import { material } from './search/text.mjs'
import { dropDatabase, makeDatabase, print, withClient, withServer } from './server.mjs'

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000)
const KEEP = Boolean(process.env.BENCH_KEEP)
const DATABASE = `bench_search_${ROWS}`

const { values } = parseArgs({ options: { eval: { type: 'string' } } })

await withServer((urlOf) => (values.eval === undefined ? speed(urlOf) : measureFigures(urlOf, values.eval)))

async function speed(urlOf) {
  const { paragraphs, questions } = material()
  if (!(await isThere(urlOf))) await make(urlOf, paragraphs)
  await withClient(urlOf(DATABASE), (client) => measureSpeed(client, questions, print))
  if (!KEEP) await dropDatabase(urlOf, DATABASE)
}

async function isThere(urlOf) {
  return withClient(urlOf('postgres'), async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    return found.rowCount === 1
  })
}

async function make(urlOf, paragraphs) {
  const started = performance.now()
  await makeDatabase(urlOf, DATABASE, async () => undefined)
  await withClient(urlOf(DATABASE), (client) => fill(client, ROWS, paragraphs))
  print(`${ROWS} breadcrumbs made in ${Math.round((performance.now() - started) / 1000)} s`)
}
