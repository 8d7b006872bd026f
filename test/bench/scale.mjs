// Whether a large table costs more than a small one: a backfill that finds nothing to do, and stats.
import { makeDatabase, print, run, withClient, withServer } from './server.mjs'

const LARGE = Number(process.env.BENCH_ROWS ?? 1_000_000)
const SMALL = 1_000
const REPEATS = 5
const INSERT_OUTCOMES = `
  INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
  SELECT id, version, 'bench', 'processed', gen_random_uuid() FROM breadcrumbs;
  ANALYZE`

await withServer(async (urlOf) => {
  const small = await measure(urlOf, 'bench_small', SMALL)
  const large = await measure(urlOf, 'bench_large', LARGE)
  print(
    `nothing pending: ${(large.backfill / small.backfill).toFixed(2)} times as long on ${LARGE} as on ${SMALL}`,
  )
})

/** The best of several runs each. */
async function measure(urlOf, name, rows) {
  await makeDatabase(urlOf, name, (client) => client.query(insertProcessed(rows)))
  await withClient(urlOf(name), (client) => client.query(INSERT_OUTCOMES))
  const backfill = await best(() => run(['backfill', '--quiet'], urlOf(name)))
  const stats = await best(() => run(['stats', '--json'], urlOf(name)))
  print(`${rows} breadcrumbs: nothing pending ${backfill.toFixed(2)} s, stats ${stats.toFixed(2)} s`)
  return { backfill, stats }
}

async function best(measured) {
  let seconds = Number.POSITIVE_INFINITY
  for (let round = 0; round < REPEATS; round += 1) seconds = Math.min(seconds, (await measured()).seconds)
  return seconds
}

/** Processed breadcrumbs; an embedding of one number, since only its presence counts here. */
function insertProcessed(rows) {
  return `
    INSERT INTO breadcrumbs (owner_id, title, context, schema_name, visibility, sensitivity, checksum, created_at,
      size_bytes, embedding, entities, entity_keywords)
    SELECT '00000000-0000-0000-0000-000000000001', 'Breadcrumb ' || n,
      jsonb_build_object('content', repeat('The agent published a result of the workflow. ', 8)),
      'schema' || n % 20 || '.v1', 'team', 'low', md5(n::text), now() - n * interval '1 second', 400, '{0.5}',
      '{"concept": ["agent", "workflow"]}', ARRAY['agent', 'agents', 'result', 'workflow']
    FROM generate_series(1, ${rows}) AS n`
}
