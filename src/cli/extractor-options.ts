import type { ExtractorOptions } from '../extraction/options.ts'

export interface ExtractionFlags {
  readonly maxKeywords?: number
  readonly rules?: string
}

/** The extractor's options, complete before any thread starts. */
export function extractorOptions(flags: ExtractionFlags): ExtractorOptions {
  return { ...(flags.maxKeywords !== undefined && { maxKeywords: flags.maxKeywords }) }
}
