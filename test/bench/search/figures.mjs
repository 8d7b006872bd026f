import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rcrtRanking } from '../../../dist/database/search/rcrt-ranking.js'
import { createExtractor } from '../../../dist/index.js'
import { ndcg } from '../../../dist/search/measures.js'
import { keywordsOfRcrt } from '../../../dist/search/rcrt.js'
import { dropDatabase, makeDatabase, print, run, withClient } from '../server.mjs'

const FIRST = 10
const DIMENSIONS = 384
const DATABASE = 'bench_figures'
const EXCLUDED = []

/**
 * What searches find: nDCG@10 a set, through a real backfill and the functions in the database, asked with what
 * `query_keywords` makes of a question and with what the library does; by RCRT's statement, with our keywords stored
 * and with its own. A set is `<name>.corpus.jsonl` (`id`, `title`, `text`) and `<name>.queries.jsonl` (`query`,
 * `relevant`), where there are vectors with `<name>.corpus.f32` and `<name>.queries.f32`: 384 little-endian floats a line.
 */
export async function measureFigures(urlOf, folder) {
  const sets = readdirSync(folder).flatMap((file) =>
    file.endsWith('.corpus.jsonl') ? [file.slice(0, -'.corpus.jsonl'.length)] : [],
  )
  const words = { asked: 0, found: 0 }
  for (const set of sets) await measureSet(urlOf, readSet(folder, set), words)
  const share = ((100 * words.found) / words.asked).toFixed(1)
  print(`query_keywords finds ${share} % of the single words that the library finds in all questions`)
}

function readSet(folder, name) {
  const corpus = lines(join(folder, `${name}.corpus.jsonl`))
  const questions = lines(join(folder, `${name}.queries.jsonl`))
  const hasVectors = existsSync(join(folder, `${name}.corpus.f32`))
  const vectorsOf = (part, rows) =>
    hasVectors ? vectors(join(folder, `${name}.${part}.f32`)) : rows.map(() => null)
  return {
    name,
    hasVectors,
    corpus,
    corpusVectors: vectorsOf('corpus', corpus),
    questions: questions.map(({ query, relevant }) => ({ query, relevant: new Set(relevant) })),
    questionVectors: vectorsOf('queries', questions),
  }
}

async function measureSet(urlOf, set, words) {
  await dropDatabase(urlOf, DATABASE)
  await makeDatabase(urlOf, DATABASE, (client) => insert(client, set))
  await run(['backfill', '--limit', 'all', '--include-unembedded', '--quiet'], urlOf(DATABASE))
  await withClient(urlOf(DATABASE), async (client) => {
    await client.query('VACUUM (ANALYZE) breadcrumbs')
    const asked = await askAll(client, set, words)
    if (set.hasVectors) await askRcrt(client, set, asked)
    print(`${set.name} (${set.corpus.length} texts, ${set.questions.length} questions)`)
    for (const [way, rankings] of Object.entries(asked)) print(`  ${way.padEnd(40)} ${mean(set, rankings)}`)
  })
  await dropDatabase(urlOf, DATABASE)
}

async function insert(client, { corpus, corpusVectors }) {
  await client.query(
    `INSERT INTO breadcrumbs (owner_id, title, context, schema_name, checksum, size_bytes, embedding, llm_hints)
SELECT '00000000-0000-0000-0000-000000000001', title, jsonb_build_object('content', text), 'knowledge.v1', md5(text),
  octet_length(text), embedding::vector, to_jsonb(id)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS texts (id, title, text, embedding)`,
    [
      corpus.map(({ id }) => id),
      corpus.map(({ title }) => title ?? ''),
      corpus.map(({ text }) => text),
      corpusVectors,
    ],
  )
}

const SEARCH = `SELECT llm_hints #>> '{}' AS id
FROM rcrt_entities.search($1, max_rows => ${FIRST}) AS hit JOIN breadcrumbs USING (id) ORDER BY score DESC, hit.id`
const SEARCH_WITH_VECTOR = SEARCH.replace('max_rows', 'embedding => $2::vector, max_rows')

async function askAll(client, { questions, questionVectors, hasVectors }, words) {
  const extractor = createExtractor()
  const asked = { 'query_keywords, search': [], "the library's keywords, search": [] }
  if (hasVectors)
    Object.assign(asked, {
      'query_keywords, search with vectors': [],
      "the library's, search with vectors": [],
    })
  for (const [at, { query }] of questions.entries()) {
    const [row] = (await client.query('SELECT rcrt_entities.query_keywords($1) AS keywords', [query])).rows
    const library = extractor.extractText(query).keywords
    const single = library.filter((keyword) => !keyword.includes(' '))
    words.asked += single.length
    words.found += single.filter((keyword) => row.keywords.includes(keyword)).length
    for (const [way, rankings] of Object.entries(asked)) {
      const keywords = way.startsWith('query_keywords') ? row.keywords : library
      const [statement, values] = way.endsWith('vectors')
        ? [SEARCH_WITH_VECTOR, [keywords, questionVectors[at]]]
        : [SEARCH, [keywords]]
      rankings.push((await client.query(statement, values)).rows.map(({ id }) => id))
    }
  }
  return asked
}

/** RCRT's own keywords take the place of ours after ours were asked. */
async function askRcrt(client, set, asked) {
  const { rows: idsOf } = await client.query("SELECT id, llm_hints #>> '{}' AS given FROM breadcrumbs")
  const given = new Map(idsOf.map(({ id, given }) => [id, given]))
  const rankAll = async () => {
    const rankings = []
    for (const [at, { query }] of set.questions.entries()) {
      const request = { keywords: keywordsOfRcrt(query), embedding: set.questionVectors[at] }
      const transaction = { query: async (statement, values) => (await client.query(statement, values)).rows }
      const hits = await rcrtRanking(transaction, { ...request, excludedSchemas: EXCLUDED, maxRows: FIRST })
      rankings.push(hits.map(({ id }) => given.get(id)))
    }
    return rankings
  }
  asked["RCRT's statement and question, ours stored"] = await rankAll()
  for (const { id, title, text } of set.corpus)
    await client.query("UPDATE breadcrumbs SET entity_keywords = $2 WHERE llm_hints #>> '{}' = $1", [
      id,
      keywordsOfRcrt(`${title ?? ''}\n${text}`),
    ])
  asked["RCRT's statement and question, its own stored"] = await rankAll()
}

function mean({ questions }, rankings) {
  const sum = rankings.reduce((all, ranking, at) => all + ndcg(ranking, questions[at].relevant, FIRST), 0)
  return (sum / rankings.length).toFixed(3)
}

function lines(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

function vectors(file) {
  const bytes = readFileSync(file)
  const row = 4 * DIMENSIONS
  return Array.from({ length: bytes.length / row }, (_, at) =>
    JSON.stringify(Array.from({ length: DIMENSIONS }, (_, place) => bytes.readFloatLE(at * row + 4 * place))),
  )
}
