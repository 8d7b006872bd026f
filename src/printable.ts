import { stripVTControlCharacters } from 'node:util'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

/** Text of others as one line that can do nothing to a terminal: escape sequences go, controls become spaces. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROLS, ' ')
}
