import type { Migration } from './migration.ts'

export const weightsAndLexicon: Migration = {
  version: 3,
  name: 'weights, lexicon',
  sql: `
-- How much a breadcrumb is about each of its keywords: a byte each, 1 to 255, in the order of entity_keywords. Null
-- where there are none, or where the outcome is older than this column.
ALTER TABLE rcrt_entities.outcomes ADD COLUMN weights bytea;

-- What the words of a question stand for; filled together with the functions that read it.
CREATE TABLE rcrt_entities.lexicon (
  word     text COLLATE "C" PRIMARY KEY,
  keywords text[] NOT NULL,
  head     text,
  modifies boolean NOT NULL
);

-- Which release of the search functions is installed, in one row.
CREATE TABLE rcrt_entities.search_release (
  release      int NOT NULL,
  fingerprint  text NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT now()
);
`,
}
