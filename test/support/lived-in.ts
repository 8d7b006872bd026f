import type pg from 'pg'
import { OWNER_ID } from './breadcrumbs.ts'

/**
 * Fills a migrated database as months of work leave it: of every 40 breadcrumbs one failed, in one of three ways, two
 * are pending, one each is stale, foreign, withheld, without text and waiting, and the rest is processed, in the last 48
 * hours, by two extractors. The last run stopped at its limit 4 minutes ago on etl-7.
 */
export async function liveIn(pool: pg.Pool, rows: number): Promise<void> {
  await pool.query("INSERT INTO tenants (id, name) VALUES ($1, 'lived in') ON CONFLICT DO NOTHING", [
    OWNER_ID,
  ])
  await pool.query(BREADCRUMBS, [rows, EMBEDDING, OWNER_ID])
  await pool.query(OUTCOMES)
  await pool.query(
    `UPDATE breadcrumbs SET version = 2, updated_at = now() - interval '3 hours' WHERE ${IS('stale')}`,
  )
  await pool.query(RUN)
  await pool.query('ANALYZE')
}

const EMBEDDING = Array.from({ length: 384 }, (_, index) => Math.cos(index) / 14)

/** What is in a title's first word decides. */
const IS = (kind: string) => `title LIKE '${kind} %'`

const BREADCRUMBS = `
INSERT INTO breadcrumbs (owner_id, title, context, schema_name, visibility, sensitivity, checksum, created_at,
  updated_at, size_bytes, embedding, entities, entity_keywords)
SELECT $3::uuid, kind || ' ' || n, jsonb_build_object('content', 'Ticket ' || n || ': the agent published a result.'),
  (ARRAY['user.message.v1', 'knowledge.v1', 'tool.code.v1', 'browser.page.context.v1'])[1 + n % 7 % 4], 'team',
  (CASE WHEN kind = 'withheld' THEN 'secret' ELSE 'low' END)::sensitivity, md5(n::text),
  now() - n % 74000 * interval '1 minute', now() - n % 74000 * interval '1 minute', 400,
  CASE WHEN kind <> 'waiting' THEN $2::real[] END,
  CASE WHEN kind IN ('processed', 'stale', 'foreign') THEN '{"concept": ["agent"]}'::jsonb
    WHEN kind IN ('withheld', 'empty') THEN '{}' END,
  CASE WHEN kind IN ('processed', 'stale', 'foreign')
      THEN ARRAY['agent', 'ticket-' || n] || CASE WHEN n % 3 = 0 THEN ARRAY['result'] ELSE '{}' END
    WHEN kind IN ('withheld', 'empty') THEN '{}' END
FROM (SELECT n, CASE n % 40 WHEN 0 THEN 'failed' WHEN 1 THEN 'pending' WHEN 2 THEN 'pending' WHEN 3 THEN 'stale'
    WHEN 4 THEN 'foreign' WHEN 5 THEN 'withheld' WHEN 6 THEN 'empty' WHEN 7 THEN 'waiting' ELSE 'processed' END AS kind
  FROM generate_series(1, $1::int) n) AS numbered`

const OUTCOMES = `
INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, reason, attempts, error, run_id, recorded_at)
SELECT id, 1, CASE WHEN n % 5 = 0 THEN 'rcrt-entities/1/0123456789ab' ELSE 'rcrt-entities/4/ba9876543210' END,
  CASE kind WHEN 'failed' THEN 'failed' WHEN 'withheld' THEN 'skipped' WHEN 'empty' THEN 'skipped' ELSE 'processed' END,
  CASE kind WHEN 'withheld' THEN 'withheld' WHEN 'empty' THEN 'no-text' END,
  CASE kind WHEN 'failed' THEN 3 ELSE 0 END,
  CASE WHEN kind = 'failed' THEN CASE n / 40 % 4 WHEN 0 THEN 'shard ' || n % 9 || ' is read-only'
    WHEN 1 THEN 'its extraction failed with a RangeError at reader.js:12'
    ELSE 'tenant "' || id || '" is over its quota of ' || n || ' keywords' END END,
  gen_random_uuid(), now() - n % 47 * interval '59 minutes'
FROM (SELECT id, split_part(title, ' ', 1) AS kind, split_part(title, ' ', 2)::int AS n FROM breadcrumbs) AS b
WHERE kind IN ('failed', 'withheld', 'empty', 'processed', 'stale')`

const RUN = `
INSERT INTO rcrt_entities.runs (id, command, host, pid, options, extractor, started_at, seen_at, finished_at, ending)
VALUES (gen_random_uuid(), 'backfill', 'etl-7', 4711, '{}', 'rcrt-entities/4/ba9876543210', now() - interval '20 minutes',
  now() - interval '4 minutes', now() - interval '4 minutes', 'limit')`
