const DOCUMENTS = {
  'README.md': 'what it is, how to install and use it',
  'docs/operating.md': 'grants, the index, cron, several machines, deploying, alerts, failures',
  'docs/metrics.md': 'what Prometheus is told',
  'docs/watch.md': 'how it follows the event stream, and what happens at each kind of failure',
  'docs/extraction.md': 'what becomes a keyword, the rules file, the library',
  'docs/search.md': 'how breadcrumbs are ranked, and the functions that services call',
  'docs/json.md': 'what --json prints',
}

type Document = keyof typeof DOCUMENTS

const BY_COMMAND: Readonly<Record<string, readonly Document[]>> = {
  backfill: ['docs/operating.md', 'docs/metrics.md', 'docs/extraction.md', 'docs/json.md'],
  plan: ['docs/operating.md', 'docs/json.md'],
  extract: ['docs/extraction.md', 'docs/json.md'],
  watch: ['docs/watch.md', 'docs/metrics.md', 'docs/extraction.md', 'docs/json.md'],
  inspect: ['docs/operating.md', 'docs/search.md', 'docs/json.md'],
  search: ['docs/search.md', 'docs/json.md'],
  evaluate: ['docs/search.md', 'docs/json.md'],
  compare: ['docs/operating.md', 'docs/extraction.md', 'docs/json.md'],
  stats: ['docs/operating.md', 'docs/metrics.md', 'docs/json.md'],
  failures: ['docs/operating.md', 'docs/json.md'],
  runs: ['docs/operating.md', 'docs/json.md'],
  undo: ['docs/operating.md', 'docs/json.md'],
  doctor: ['docs/operating.md', 'docs/json.md'],
  drill: ['docs/operating.md', 'docs/json.md'],
  migrate: ['docs/operating.md', 'docs/json.md'],
  completion: ['README.md'],
  help: ['README.md'],
}

/** The documents about a command, all for the program itself: files of the package, and what each tells. */
export function documentsOf(command: string): Readonly<Record<string, string>> {
  const named = BY_COMMAND[command]
  if (named === undefined) return DOCUMENTS
  return Object.fromEntries(named.map((document) => [document, DOCUMENTS[document]]))
}
