import { createHash } from 'node:crypto'
import { DEFAULT_MAX_KEYWORDS, type ExtractorOptions } from './options.ts'

/** Goes up whenever the same text may give other keywords. */
const EXTRACTOR_VERSION = 4

/** Name, version and hash of rules and options, without loading the language model. */
export function fingerprintOf(options: ExtractorOptions = {}): string {
  const settings = {
    maxKeywords: options.maxKeywords ?? DEFAULT_MAX_KEYWORDS,
    rules: options.rules ?? {},
  }
  const hash = createHash('sha256').update(canonicalJson(settings)).digest('hex').slice(0, 12)
  return `rcrt-entities/${EXTRACTOR_VERSION}/${hash}`
}

/** JSON with sorted keys: the order in which a rules file lists its vocabulary means nothing. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
