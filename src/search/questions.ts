import { ToolError } from '../errors.ts'

/** A question whose answers are known. */
export interface KnownQuestion {
  readonly query: string
  /** Ids of the breadcrumbs that answer it. */
  readonly relevant: ReadonlySet<string>
  /** As pgvector writes it; null where the line has none. */
  readonly embedding: string | null
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** A file of another kind has a mistake on every line. */
const MOST_MISTAKES = 5

/**
 * Questions from JSON lines; empty lines are passed over.
 * @param source the file, for messages
 * @throws ToolError (usage) that names the lines with mistakes, never their contents
 */
export function parseQuestions(text: string, source: string): KnownQuestion[] {
  const questions: KnownQuestion[] = []
  const mistakes: string[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = parseQuestion(line)
    if (typeof parsed === 'string') mistakes.push(`line ${at + 1} ${parsed}`)
    else questions.push(parsed)
  }
  if (mistakes.length > 0) throw malformed(source, mistakes)
  if (questions.length > 0) return questions
  throw new ToolError('usage', `${source} has no questions`, { hint: HINT })
}

/** The question, or what is wrong with it. */
function parseQuestion(line: string): KnownQuestion | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    // Its message would quote the line.
    return 'is not JSON'
  }
  const { query, relevant, embedding } = Object(value) as Record<string, unknown>
  if (typeof query !== 'string' || query.trim() === '') return 'has no "query"'
  if (!Array.isArray(relevant) || relevant.length === 0) return 'has no list "relevant"'
  if (!relevant.every((id) => typeof id === 'string' && UUID.test(id)))
    return 'has something in "relevant" that is no uuid'
  const isVector =
    Array.isArray(embedding) && embedding.length > 0 && embedding.every((part) => Number.isFinite(part))
  if (embedding !== undefined && embedding !== null && !isVector)
    return 'has an "embedding" that is no list of numbers'
  return {
    query,
    relevant: new Set(relevant.map((id: string) => id.toLowerCase())),
    embedding: isVector ? JSON.stringify(embedding) : null,
  }
}

const HINT =
  'each line is an object such as {"query": "how are tokens renewed", "relevant": ["0f8fad5b-d9cb-469f-a165-70867728950e"]}'

function malformed(source: string, mistakes: readonly string[]): ToolError {
  const shown = mistakes.slice(0, MOST_MISTAKES).join('; ')
  const more = mistakes.length > MOST_MISTAKES ? `; and ${mistakes.length - MOST_MISTAKES} more` : ''
  return new ToolError('usage', `${source} can't be read as questions: ${shown}${more}`, { hint: HINT })
}
