import { ToolError } from '../errors.ts'
import type { BreadcrumbContent, Sensitivity } from './breadcrumb.ts'

const SENSITIVITIES: readonly Sensitivity[] = ['low', 'pii', 'secret']

/**
 * A breadcrumb from its JSON, with RCRT's names of columns: `title`, `description`, `context`, `schema_name`,
 * `sensitivity`; others are ignored, but for `schemaName`, a likely mistake. Messages tell names, never contents.
 *
 * @throws ToolError (usage) that names all mistakes.
 */
export function breadcrumbOf(json: string, source: string): BreadcrumbContent {
  const row = objectOf(json, source)
  const mistakes = mistakesOf(row)
  if (mistakes.length > 0) throw new ToolError('usage', `${source} is no breadcrumb: ${mistakes.join('; ')}`)
  return {
    title: row.title as string,
    description: (row.description ?? null) as string | null,
    context: row.context,
    schemaName: (row.schema_name ?? null) as string | null,
    sensitivity: (row.sensitivity ?? 'low') as Sensitivity,
  }
}

function objectOf(json: string, source: string): Readonly<Record<string, unknown>> {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    // The parser's message quotes its input, which may be secret.
    throw new ToolError('usage', `${source} is not JSON`)
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  throw new ToolError('usage', `${source} is no breadcrumb: it must hold one JSON object`)
}

function mistakesOf({
  title,
  description,
  schema_name,
  schemaName,
  sensitivity,
}: Readonly<Record<string, unknown>>): string[] {
  const mistakes: string[] = []
  if (typeof title !== 'string') mistakes.push('title must be a string')
  if (!isOptionalText(description)) mistakes.push('description must be a string or null')
  if (!isOptionalText(schema_name)) mistakes.push('schema_name must be a string or null')
  // The library's spelling: unread, the rules of the schema would be left out without a word.
  if (schemaName !== undefined) mistakes.push('schemaName is spelled schema_name here')
  if (sensitivity !== undefined && !SENSITIVITIES.some((known) => known === sensitivity)) {
    mistakes.push(`sensitivity must be one of ${SENSITIVITIES.join(', ')}`)
  }
  return mistakes
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}
