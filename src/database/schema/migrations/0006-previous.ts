import type { Migration } from './migration.ts'
import { sameGrantsAs } from './same-grants.ts'

export const previous: Migration = {
  version: 6,
  name: 'what was there before a run',
  sql: `
-- What a run with --keep-previous found where it wrote, for undo.
CREATE TABLE rcrt_entities.previous (
  run_id        uuid NOT NULL,
  breadcrumb_id uuid NOT NULL,
  entities      jsonb,
  keywords      text[],
  -- The row of outcomes; null where there was none.
  outcome       jsonb,
  -- A digest of what the run left there: tells whether somebody else has written since.
  left_as       text NOT NULL,
  PRIMARY KEY (run_id, breadcrumb_id)
);
${sameGrantsAs('outcomes', 'previous')}
`,
}
