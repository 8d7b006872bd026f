import type { Migration } from './migration.ts'

export const runsSince: Migration = {
  version: 2,
  name: 'since when a run does not do again what others have done',
  sql: `
ALTER TABLE rcrt_entities.runs ADD COLUMN since timestamptz NOT NULL DEFAULT now();
UPDATE rcrt_entities.runs SET since = started_at;
`,
}
