import type { ExtractionRules } from './rules/schema-rules.ts'

/** Plain data: can be sent to a worker thread. */
export interface ExtractorOptions {
  /** Added to the built-in rules; a rule of the same schema and path wins over the built-in one. */
  readonly rules?: ExtractionRules
  /** 1 to `MOST_KEYWORDS`; 64 when not given. */
  readonly maxKeywords?: number
}

export const DEFAULT_MAX_KEYWORDS = 64
export const MOST_KEYWORDS = 256
