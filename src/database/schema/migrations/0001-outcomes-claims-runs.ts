import type { Migration } from './migration.ts'

export const outcomesClaimsRuns: Migration = {
  version: 1,
  name: 'outcomes, claims, runs',
  sql: `
-- One row for every invocation that writes, with its counts so far.
CREATE TABLE rcrt_entities.runs (
  id          uuid PRIMARY KEY,
  command     text NOT NULL,
  host        text NOT NULL,
  pid         int NOT NULL,
  options     jsonb NOT NULL,
  extractor   text NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT now(),
  seen_at     timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  ending      text,
  processed   bigint NOT NULL DEFAULT 0,
  skipped     bigint NOT NULL DEFAULT 0,
  failed      bigint NOT NULL DEFAULT 0
);
CREATE INDEX runs_started_at ON rcrt_entities.runs (started_at DESC);

-- What became of each breadcrumb. No foreign key: it would put triggers and locks on RCRT's table.
CREATE TABLE rcrt_entities.outcomes (
  breadcrumb_id uuid PRIMARY KEY,
  version       int NOT NULL,
  extractor     text NOT NULL,
  status        text NOT NULL CHECK (status IN ('processed', 'skipped', 'retrying', 'failed')),
  reason        text CHECK ((status = 'skipped') = (reason IS NOT NULL)),
  truncated     boolean NOT NULL DEFAULT false,
  attempts      int NOT NULL DEFAULT 0,
  error         text,
  retry_at      timestamptz CHECK ((status = 'retrying') = (retry_at IS NOT NULL)),
  run_id        uuid NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outcomes_unfinished ON rcrt_entities.outcomes (breadcrumb_id) WHERE status IN ('retrying', 'failed');

-- Who works on what, until when. Unlogged: claims that vanish in a crash of the server are claims given back,
-- since a late writer who finds its claim gone writes nothing.
CREATE UNLOGGED TABLE rcrt_entities.claims (
  breadcrumb_id uuid PRIMARY KEY,
  token         uuid NOT NULL,
  run_id        uuid NOT NULL,
  expires_at    timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
CREATE INDEX claims_token ON rcrt_entities.claims (token);
`,
}
