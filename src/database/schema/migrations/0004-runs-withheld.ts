import type { Migration } from './migration.ts'

export const runsWithheld: Migration = {
  version: 4,
  name: 'how many keywords of secret breadcrumbs a run took away',
  sql: `
ALTER TABLE rcrt_entities.runs ADD COLUMN withheld bigint NOT NULL DEFAULT 0;
`,
}
