import { type KnownQuestion, parseQuestions } from '../../search/questions.ts'
import { readGivenFile } from './extractor.ts'
import { readStdin } from './text-file.ts'

/**
 * Questions whose answers are known, from a file that a flag names; `-` for stdin.
 * @throws ToolError (usage), as `parseQuestions` does, and where the file can't be read
 */
export async function readQuestions(
  context: { readonly stdin: NodeJS.ReadableStream },
  flag: string,
  file: string,
): Promise<readonly KnownQuestion[]> {
  const isStdin = file === '-'
  const text = isStdin ? await readStdin(context) : readGivenFile(flag, file)
  return parseQuestions(text, isStdin ? 'stdin' : file)
}
