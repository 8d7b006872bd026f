import { readFileSync } from 'node:fs'

/** The text of a file; throws as `readFileSync` does. */
export function readTextFile(path: string): string {
  return decodeText(readFileSync(path))
}

/** Text that is UTF-8, or UTF-16 as Windows' shells write it, with or without a byte order mark. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

/** Without a mark, by the zero bytes among the first characters, which are ASCII in all that the tool reads. */
function encodingOf([first, second, third, fourth]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && fourth === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && third === 0)) return 'utf-16be'
  return 'utf-8'
}
