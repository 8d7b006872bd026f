import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { State } from '../../../src/database/due/state.ts'
import { statesOf } from '../../../src/database/due/states-of.ts'
import { countStates } from '../../../src/database/records/count-states.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { OWNER_ID } from '../../support/breadcrumbs.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

interface Facts {
  readonly id: string
  readonly keywords: 'blank' | 'none' | 'some'
  readonly embedded: boolean
  readonly secret: boolean
  /** Null without a record; `version` is that of the content it is about. The breadcrumb's own is 2. */
  readonly status: 'processed' | 'skipped' | 'failed' | 'retrying' | null
  readonly version: number | null
  readonly claimed: boolean
}

/** All that can come together, and more than does. */
const ALL = `
INSERT INTO breadcrumbs (owner_id, title, context, schema_name, visibility, sensitivity, checksum, version, size_bytes,
  embedding, entity_keywords)
SELECT $1, 'Title', jsonb_build_object('keywords', k, 'embedded', e, 'secret', s, 'status', o, 'version', v, 'claimed', c),
  'facts.v1', 'team', (CASE WHEN s THEN 'secret' ELSE 'low' END)::sensitivity, '', 2, 1, CASE WHEN e THEN $2::real[] END,
  CASE k WHEN 'none' THEN '{}'::text[] WHEN 'some' THEN '{agent}' END
FROM unnest('{blank,none,some}'::text[]) k, unnest('{true,false}'::boolean[]) e, unnest('{true,false}'::boolean[]) s,
  unnest('{true,false}'::boolean[]) c,
  (SELECT NULL AS o, NULL::int AS v UNION ALL
   SELECT o, v FROM unnest('{processed,skipped,failed,retrying}'::text[]) o, unnest('{1,2,3}'::int[]) v) AS outcomes`

const EMBEDDING = Array.from({ length: 384 }, (_, index) => Math.cos(index) / 14)

let server: TestDatabase
let database: Database
let table: TableShape
let facts: Facts[]

beforeAll(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 2 })
  table = await prepareForWork(database, false)
  await server.pool.query("INSERT INTO tenants (id, name) VALUES ($1, 'all facts')", [OWNER_ID])
  await server.pool.query(ALL, [OWNER_ID, EMBEDDING])
  await server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, reason, attempts, retry_at,
  run_id, recorded_at)
SELECT id, (context->>'version')::int, 'test', context->>'status', CASE WHEN context->>'status' = 'skipped' THEN 'no-text' END,
  1, CASE WHEN context->>'status' = 'retrying' THEN now() END, gen_random_uuid(), now() FROM breadcrumbs WHERE context->>'status' IS NOT NULL`,
  )
  await server.pool.query(
    `INSERT INTO rcrt_entities.claims (breadcrumb_id, token, run_id, expires_at)
SELECT id, gen_random_uuid(), gen_random_uuid(), now() + interval '1 hour' FROM breadcrumbs WHERE (context->>'claimed')::boolean`,
  )
  facts = (
    await server.pool.query("SELECT context || jsonb_build_object('id', id) AS facts FROM breadcrumbs")
  ).rows.map((row: { facts: Facts }) => row.facts)
})
afterAll(async () => {
  await database.close()
  await server.drop()
})

/** The README's table of states, in other words. */
function expected({ keywords, embedded, secret, status, version, claimed }: Facts): State {
  const isCurrent = version !== null && version >= 2
  const isExposed = secret && keywords === 'some' && status !== null
  const isForeign = keywords !== 'blank' && status === null
  if (status === 'failed' && isCurrent && !isExposed) return 'failed'
  if (status === 'retrying' && isCurrent && !claimed && !isExposed) return 'retrying'
  if (keywords === 'blank' && !embedded && !claimed) return 'waiting'
  if (isForeign) return claimed ? 'claimed' : 'foreign'
  if (keywords !== 'blank' && isCurrent && status !== 'retrying' && !isExposed)
    return keywords === 'none' ? 'skipped' : 'processed'
  if (claimed) return 'claimed'
  return keywords === 'blank' ? 'pending' : 'stale'
}

test('each combination of keywords, embedding, secrecy, record and claim is in the state that the README gives it', async () => {
  const states = await database.transaction((transaction) =>
    statesOf(
      transaction,
      table,
      facts.map(({ id }) => id),
    ),
  )
  expect(facts).toHaveLength(3 * 2 * 2 * 2 * 13)
  for (const one of facts) expect(states.get(one.id), JSON.stringify(one)).toBe(expected(one))
})

test('counted all together, as many are in each state', async () => {
  const counts = await database.transaction((transaction) =>
    countStates(transaction, table, { extractor: false }),
  )
  const byState: Partial<Record<State, number>> = {}
  for (const { state, count } of counts) byState[state] = (byState[state] ?? 0) + count
  const wanted: Partial<Record<State, number>> = {}
  for (const one of facts) wanted[expected(one)] = (wanted[expected(one)] ?? 0) + 1
  expect(byState).toEqual(wanted)
})
