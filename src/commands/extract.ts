import { ToolError } from '../errors.ts'
import type { Extraction } from '../extraction/breadcrumb.ts'
import { breadcrumbOf } from '../extraction/breadcrumb-json.ts'
import { createExtractor } from '../extraction/extractor.ts'
import type { ExtractorOptions } from '../extraction/options.ts'

/** What to extract from: exactly one of these. */
export type ExtractInput =
  /** Words of the command line, joined by spaces. */
  | { readonly texts: readonly string[] }
  /** All of stdin, a plain text. */
  | { readonly stdin: string }
  /** A breadcrumb's JSON; `name` is the file's, for messages. */
  | { readonly breadcrumb: string; readonly name: string }

/**
 * `extract`: entities and keywords of a text or a breadcrumb, without a database.
 *
 * @throws ToolError (usage) when there is nothing to read or the JSON is no breadcrumb.
 */
export function runExtract(input: ExtractInput, options: ExtractorOptions): Extraction {
  if ('breadcrumb' in input) {
    const breadcrumb = breadcrumbOf(input.breadcrumb, input.name)
    return createExtractor(options).extract(breadcrumb)
  }
  const text = 'stdin' in input ? input.stdin : input.texts.join(' ')
  if (text.trim() === '') {
    throw new ToolError('usage', 'there is no text to extract from', {
      hint: 'rcrt-entities extract "Ada asked for a tool", or pipe a text, or --file breadcrumb.json',
    })
  }
  return createExtractor(options).extractText(text)
}
