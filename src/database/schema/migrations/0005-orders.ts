import type { Migration } from './migration.ts'
import { sameGrantsAs } from './same-grants.ts'

export const orders: Migration = {
  version: 5,
  name: 'orders to runs, how far and how fast a run is',
  sql: `
-- What somebody told runs to do; the newest of each matter stands. A run without an id is every run.
CREATE TABLE rcrt_entities.orders (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id     uuid,
  action     text NOT NULL CHECK (action IN ('pause', 'resume', 'stop', 'rate')),
  -- Breadcrumbs a second; null takes an order of a rate back.
  rate       int CHECK (rate IS NULL OR rate > 0 AND action = 'rate'),
  given_by   text NOT NULL,
  given_at   timestamptz NOT NULL DEFAULT now(),
  reason     text,
  expires_at timestamptz
);
${sameGrantsAs('runs', 'orders')}
-- What a run's own bar shows: done and total with what others do, a second with what it does itself.
ALTER TABLE rcrt_entities.runs ADD COLUMN done bigint, ADD COLUMN total bigint, ADD COLUMN per_second double precision;
CREATE INDEX runs_unfinished ON rcrt_entities.runs (started_at DESC) WHERE finished_at IS NULL;
`,
}
