import type { SchemaRule } from './schema-rules.ts'

/** Ids, checksums and other machine values that RCRT's schemas share. */
const MACHINE_VALUES = ['id', 'ids', 'checksum', 'etag', 'hash', 'signature', 'nonce', 'cursor'].map(
  (key) => ({
    path: `context.**.${key}`,
    kind: 'ignore' as const,
  }),
)

const ANY_SCHEMA: SchemaRule = {
  schema: '*',
  paths: [
    { path: 'title', weight: 3 },
    { path: 'description', weight: 2 },
    { path: 'context.title', weight: 3 },
    { path: 'context.name', weight: 2.5 },
    { path: 'context.description', weight: 2 },
    { path: 'context.summary', weight: 2 },
    { path: 'context.content', weight: 1.5 },
    { path: 'context.text', weight: 1.5 },
    { path: 'context.message', weight: 1.5 },
    { path: 'context.code.source', kind: 'code' },
    ...MACHINE_VALUES,
  ],
}

export const BUILT_IN_SCHEMA_RULES: readonly SchemaRule[] = [ANY_SCHEMA]
