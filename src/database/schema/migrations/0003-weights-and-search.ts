import type { Migration } from './migration.ts'

export const weightsAndSearch: Migration = {
  version: 3,
  name: 'weights, search functions',
  sql: `
-- How much a breadcrumb is about each of its keywords: a byte each, 1 to 255, in the order of entity_keywords. Null
-- where there are none, or where the outcome is older than this column.
ALTER TABLE rcrt_entities.outcomes ADD COLUMN weights bytea;

-- Which release of the search functions is installed, in one row. They and their lexicon are installed apart from these
-- steps.
CREATE TABLE rcrt_entities.search_release (
  release      int NOT NULL,
  fingerprint  text NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT now()
);
`,
}
