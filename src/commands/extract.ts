import type { ExtractFlags } from '../cli/arguments/extract.ts'
import type { CommandContext } from '../cli/context.ts'
import { extractionLines } from '../cli/output/extraction.ts'
import { truncated } from '../cli/output/table.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions, readGivenFile } from '../cli/settings/extractor.ts'
import { readStdin } from '../cli/settings/text-file.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import type { Extraction } from '../extraction/breadcrumb.ts'
import { breadcrumbOf, READ_COLUMNS } from '../extraction/breadcrumb-json.ts'
import { createExtractor } from '../extraction/extractor.ts'
import type { ExtractorOptions } from '../extraction/options.ts'
import { printable } from '../printable.ts'

/** Of what is ignored: a file named by mistake may hold any number, of any length. */
const MOST_NAMES = 5
const LONGEST_NAME = 40

/** What to extract from: exactly one of these. */
export type ExtractInput =
  /** Words of the command line, joined by spaces. */
  | { readonly texts: readonly string[] }
  /** All of stdin, a plain text. */
  | { readonly stdin: string }
  /** A breadcrumb's JSON; `name` is the file's, or `stdin`, for messages. */
  | { readonly breadcrumb: string; readonly name: string }

/** Shows the entities and keywords of the arguments, of a file, or of stdin. */
export async function run(
  context: CommandContext,
  texts: readonly string[],
  flags: ExtractFlags & GlobalFlags,
): Promise<ExitCode> {
  const { output } = context
  const input = await inputOf(context, texts, flags.file)
  const extraction = runExtract(input, extractorOptions(flags), (line) => output.warning(line))
  if (output.json) output.document(extraction)
  else for (const line of extractionLines(extraction, output.stdoutTerminal.columns())) output.result(line)
  return EXIT_CODES.done
}

async function inputOf(
  context: CommandContext,
  texts: readonly string[],
  file: string | undefined,
): Promise<ExtractInput> {
  if (file !== undefined && texts.length > 0)
    throw new ToolError('usage', '--file and a text exclude each other')
  if (file === '-') return { breadcrumb: await readStdin(context), name: 'stdin' }
  if (file !== undefined) return { breadcrumb: readGivenFile('--file', file), name: file }
  if (texts.length > 0 || context.stdin.isTTY) return { texts }
  return { stdin: await readStdin(context) }
}

/**
 * Entities and keywords of a text or a breadcrumb, without a database.
 *
 * @throws ToolError (usage) when there is nothing to read or the JSON is no breadcrumb.
 */
export function runExtract(
  input: ExtractInput,
  options: ExtractorOptions,
  warn: (line: string) => void = () => undefined,
): Extraction {
  if ('breadcrumb' in input) {
    const { breadcrumb: json, name } = input
    const breadcrumb = breadcrumbOf(json, name, (names) => warn(ignored(names, name)))
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

function ignored(names: readonly string[], source: string): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => truncated(printable(name), LONGEST_NAME, '...'))
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''
  return `no column of breadcrumbs, and ignored, in ${source}: ${shown.join(', ')}${more} (read: ${READ_COLUMNS.join(', ')})`
}
