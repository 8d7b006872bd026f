import { messageOf, ToolError } from '../../errors.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import { readRules } from '../../extraction/rules/read-rules.ts'
import type { ExtractionFlags } from '../arguments/extraction.ts'
import { readTextFile } from './text-file.ts'

/** The extractor's options, complete and checked before anything connects or starts. */
export function extractorOptions(flags: ExtractionFlags): ExtractorOptions {
  return {
    ...(flags.maxKeywords !== undefined && { maxKeywords: flags.maxKeywords }),
    ...(flags.rules !== undefined && {
      rules: readRules(readGivenFile('--rules', flags.rules), flags.rules),
    }),
  }
}

/** Reads a file that a flag names; the error names the flag. */
export function readGivenFile(flag: string, path: string): string {
  try {
    return readTextFile(path)
  } catch (error) {
    throw new ToolError('usage', `${flag} names a file that can't be read: ${messageOf(error)}`, {
      cause: error,
    })
  }
}
