/**
 * RCRT's own words, which its search looks for in every query (its published source, see
 * `entity-extractor` in Ai-Layer-Labs/lightforge). A breadcrumb that speaks of one carries it in exactly this spelling;
 * a term in both numbers carries both.
 */
const TERMS_IN_BOTH_NUMBERS = [
  'breadcrumb',
  'agent',
  'tool',
  'embedding',
  'schema',
  'secret',
  'tag',
  'permission',
]

const OTHER_TERMS = [
  'context',
  'semantic',
  'vector',
  'create',
  'search',
  'execute',
  'configure',
  'update',
  'delete',
  'publish',
  'subscribe',
  'trigger',
  'respond',
  'deno',
  'typescript',
  'rust',
  'postgresql',
  'onnx',
  'gliner',
  'docker',
  'jwt',
  'api',
  'sse',
  'pgvector',
  'ui_schema',
  'bootstrap',
  'schedule',
  'workflow',
  'catalog',
  'config',
  'definition',
  'database',
  'frontend',
  'backend',
  'dashboard',
  'runner',
]

/** Word or phrase, in lower case, → the vocabulary's spellings that it stands for. */
const TERM_OF_WORD: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...TERMS_IN_BOTH_NUMBERS.flatMap((term) => {
    const both = [term, `${term}s`]
    return both.map((word) => [word, both] as const)
  }),
  ...OTHER_TERMS.flatMap((term) => inflections(term).map((word) => [word, [term]] as const)),
])

/** Other forms of an English word: `update` → `updates`, `updated`, `updating`. */
function inflections(term: string): string[] {
  if (term.endsWith('e')) return [term, `${term}s`, `${term}d`, `${term.slice(0, -1)}ing`]
  const plural = /(?:sh|ch|[sx])$/.test(term) ? `${term}es` : `${term}s`
  return [term, plural, `${term}ed`, `${term}ing`]
}

/** The vocabulary's terms that a word, in lower case, stands for. */
export function conceptsOf(word: string): readonly string[] {
  return TERM_OF_WORD.get(word) ?? NONE
}

const NONE: readonly string[] = []
