import { ToolError } from '../errors.ts'
import type { BreadcrumbContent, Sensitivity } from './breadcrumb.ts'
import { lineOfMistake } from './json-line.ts'

const SENSITIVITIES: readonly Sensitivity[] = ['low', 'pii', 'secret']
/** The columns that extraction reads. */
export const READ_COLUMNS = ['title', 'description', 'tags', 'context', 'schema_name', 'sensitivity']
/** The others that RCRT has. */
const UNREAD_COLUMNS = [
  ...['id', 'owner_id', 'semantic_version', 'llm_hints', 'visibility', 'version', 'checksum'],
  ...['ttl', 'ttl_type', 'ttl_config', 'ttl_source', 'read_count', 'size_bytes', 'embedding'],
  ...['created_at', 'updated_at', 'created_by', 'updated_by', 'entities', 'entity_keywords'],
]

/**
 * A breadcrumb from its JSON, with RCRT's names of columns. Others are ignored, but for `schemaName`, a likely
 * mistake. Messages tell names, never contents.
 *
 * @param onUnknown told of names that no column has, when there are any
 * @throws ToolError (usage) that names all mistakes.
 */
export function breadcrumbOf(
  json: string,
  source: string,
  onUnknown?: (names: readonly string[]) => void,
): BreadcrumbContent {
  const row = objectOf(json, source)
  const mistakes = mistakesOf(row)
  if (mistakes.length > 0) throw new ToolError('usage', `${source} is no breadcrumb: ${mistakes.join('; ')}`)
  const known = [...READ_COLUMNS, ...UNREAD_COLUMNS]
  const unknown = Object.keys(row).filter((name) => !known.includes(name))
  if (unknown.length > 0) onUnknown?.(unknown)
  return {
    title: row.title as string,
    description: (row.description ?? null) as string | null,
    tags: (row.tags ?? []) as readonly string[],
    context: row.context,
    schemaName: (row.schema_name ?? null) as string | null,
    sensitivity: (row.sensitivity ?? 'low') as Sensitivity,
  }
}

function objectOf(json: string, source: string): Readonly<Record<string, unknown>> {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch (error) {
    throw new ToolError('usage', `${source} is not JSON${lineOfMistake(json, error)}`)
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  throw new ToolError('usage', `${source} is no breadcrumb: it must hold one JSON object`)
}

function mistakesOf({
  title,
  description,
  tags,
  schema_name,
  schemaName,
  sensitivity,
}: Readonly<Record<string, unknown>>): string[] {
  const mistakes: string[] = []
  if (typeof title !== 'string') mistakes.push('title must be a string')
  if (!isOptionalText(description)) mistakes.push('description must be a string or null')
  if (!isOptionalList(tags)) mistakes.push('tags must be a list of strings or null')
  if (!isOptionalText(schema_name)) mistakes.push('schema_name must be a string or null')
  // The library's spelling: unread, the rules of the schema would be left out without a word.
  if (schemaName !== undefined) mistakes.push('schemaName is spelled schema_name here')
  if (sensitivity !== undefined && !SENSITIVITIES.some((known) => known === sensitivity)) {
    mistakes.push(`sensitivity must be one of ${SENSITIVITIES.join(', ')}`)
  }
  return mistakes
}

function isOptionalList(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return Array.isArray(value) && value.every((tag) => typeof tag === 'string')
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}
