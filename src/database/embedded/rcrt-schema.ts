/**
 * RCRT's tables as its migrations 1 to 8 leave them, in SQL of our own, for the embedded database and for tests.
 *
 * @param options.vector whether the server has pgvector. Without it `embedding` is a `real[]`, which no index
 * covers.
 */
export function rcrtSchema(options: { vector: boolean }): string {
  return [
    options.vector ? 'CREATE EXTENSION IF NOT EXISTS vector;' : '',
    ENUMS_AND_PARENTS,
    breadcrumbsTable(options.vector ? 'vector(384)' : 'real[]'),
    INDEXES,
    options.vector ? EMBEDDING_INDEX : '',
    ROW_SECURITY,
  ].join('\n')
}

const ENUMS_AND_PARENTS = `
CREATE TYPE visibility AS ENUM ('public', 'team', 'private');
CREATE TYPE sensitivity AS ENUM ('low', 'pii', 'secret');

CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE agents (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  agent_key text,
  roles text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
`

function breadcrumbsTable(embeddingType: string): string {
  return `
CREATE TABLE breadcrumbs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  owner_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  title text NOT NULL,
  description text,
  semantic_version text,
  context jsonb NOT NULL,
  tags text[] NOT NULL DEFAULT '{}',
  schema_name text,
  visibility visibility NOT NULL DEFAULT 'team',
  sensitivity sensitivity NOT NULL DEFAULT 'low',
  version int NOT NULL DEFAULT 1,
  checksum text NOT NULL,
  ttl timestamptz,
  ttl_type text,
  ttl_config jsonb,
  ttl_source text,
  read_count int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid REFERENCES agents (id) ON DELETE SET NULL,
  updated_by uuid REFERENCES agents (id) ON DELETE SET NULL,
  size_bytes int NOT NULL,
  embedding ${embeddingType},
  llm_hints jsonb,
  entities jsonb,
  entity_keywords text[]
);
`
}

const INDEXES = `
CREATE INDEX breadcrumbs_owner ON breadcrumbs (owner_id);
CREATE INDEX breadcrumbs_updated_at ON breadcrumbs (updated_at DESC);
CREATE INDEX breadcrumbs_owner_updated_at ON breadcrumbs (owner_id, updated_at DESC);
CREATE INDEX breadcrumbs_tags ON breadcrumbs USING gin (tags);
CREATE INDEX breadcrumbs_entities ON breadcrumbs USING gin (entities);
CREATE INDEX breadcrumbs_entity_keywords ON breadcrumbs USING gin (entity_keywords);
CREATE INDEX breadcrumbs_description ON breadcrumbs USING gin (to_tsvector('english', description))
  WHERE description IS NOT NULL;
CREATE INDEX breadcrumbs_schema_name ON breadcrumbs (schema_name) WHERE schema_name IS NOT NULL;
CREATE INDEX breadcrumbs_semantic_version ON breadcrumbs (semantic_version) WHERE semantic_version IS NOT NULL;
CREATE INDEX breadcrumbs_ttl ON breadcrumbs (ttl) WHERE ttl IS NOT NULL;
CREATE INDEX breadcrumbs_ttl_type ON breadcrumbs (ttl_type) WHERE ttl_type IS NOT NULL;
CREATE INDEX breadcrumbs_reads_left ON breadcrumbs (read_count) WHERE ttl_type IN ('usage', 'hybrid');
CREATE INDEX breadcrumbs_llm_hints ON breadcrumbs (id) WHERE llm_hints IS NOT NULL;
CREATE INDEX breadcrumbs_visibility ON breadcrumbs (visibility);
`

const EMBEDDING_INDEX = `
CREATE INDEX breadcrumbs_embedding ON breadcrumbs USING ivfflat (embedding vector_cosine_ops) WITH (lists = 100);
`

const ROW_SECURITY = `
ALTER TABLE breadcrumbs ENABLE ROW LEVEL SECURITY;
CREATE POLICY breadcrumbs_of_owner ON breadcrumbs
  USING (owner_id = current_setting('app.current_owner_id', true)::uuid);
`
