import { rcrtRanking } from '../../../dist/database/search/rcrt-ranking.js'
import { keywordsOfRcrt } from '../../../dist/search/rcrt.js'
import { seededRandom } from '../text.mjs'
import { direction } from './table.mjs'

const QUESTIONS = 200
/** RCRT's statement takes seconds. */
const QUESTIONS_TO_RCRT = 20
const FIRST = 10

const SEARCH = `SELECT context -> 'paragraphs' AS paragraphs
FROM rcrt_entities.search(rcrt_entities.query_keywords($1), max_rows => ${FIRST}) AS hit JOIN breadcrumbs USING (id)`
const SEARCH_WITH_VECTOR = SEARCH.replace('max_rows', 'embedding => $2::vector, max_rows')

/** Asks in each way in turn, on one connection, and says how long it took and how often what was asked about came first. */
export async function measureSpeed(client, all, print) {
  const filled = new Set((await rowsOf(client, 'SELECT number FROM paragraphs')).map(({ number }) => number))
  const answered = all.filter(({ paragraph }) => filled.has(paragraph))
  const questions = sample(answered, QUESTIONS)
  await report('keyword half', questions, ({ query }) => rowsOf(client, SEARCH, [query]), print)
  await report(
    'with vectors',
    questions,
    ({ query, paragraph }) => rowsOf(client, SEARCH_WITH_VECTOR, [query, direction(paragraph)]),
    print,
  )
  await report(
    "RCRT's statement",
    questions.slice(0, QUESTIONS_TO_RCRT),
    (question) => askRcrt(client, question),
    print,
  )
}

/** Always the same ones, from all documents. */
function sample(all, count) {
  const random = seededRandom(11)
  return all
    .map((question) => [random(), question])
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, question]) => question)
}

async function report(name, questions, ask, print) {
  // What the first ones read of the indexes is not in memory yet.
  for (const question of questions.slice(0, QUESTIONS_TO_RCRT)) await ask(question)
  const times = []
  let found = 0
  for (const question of questions) {
    const started = performance.now()
    const hits = await ask(question)
    times.push(performance.now() - started)
    if (hits.some(({ paragraphs }) => paragraphs.includes(question.paragraph))) found += 1
  }
  times.sort((a, b) => a - b)
  const at = (share) => `${times[Math.ceil(times.length * share) - 1].toFixed(1)} ms`
  const share = Math.round((100 * found) / questions.length)
  print(
    `${name}: median ${at(0.5)}, p95 ${at(0.95)} of ${questions.length} questions; what was asked about is among the first ${FIRST} ${share} % of the times`,
  )
}

async function rowsOf(client, statement, values) {
  return (await client.query(statement, values)).rows
}

async function askRcrt(client, { query, paragraph }) {
  const transaction = { query: (statement, values) => rowsOf(client, statement, values) }
  const request = { keywords: keywordsOfRcrt(query), embedding: direction(paragraph), excludedSchemas: [] }
  const hits = await rcrtRanking(transaction, { ...request, maxRows: FIRST })
  return rowsOf(
    client,
    "SELECT context -> 'paragraphs' AS paragraphs FROM breadcrumbs WHERE id = ANY ($1::uuid[])",
    [hits.map(({ id }) => id)],
  )
}
