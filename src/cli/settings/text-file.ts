import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'

/** The text of a file; throws as `readFileSync` does. */
export function readTextFile(path: string): string {
  return decodeText(readFileSync(path))
}

/** All of stdin. */
export async function readStdin({ stdin }: { readonly stdin: NodeJS.ReadableStream }): Promise<string> {
  return decodeText(await buffer(stdin))
}

/** Text that is UTF-8, or UTF-16 as Windows' shells write it, with or without a byte order mark. */
function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

/** Without a mark, by the zero bytes among the first characters, which are ASCII in all that the tool reads. */
function encodingOf([first, second, third, fourth]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && fourth === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && third === 0)) return 'utf-16be'
  return 'utf-8'
}
