import { stripVTControlCharacters } from 'node:util'

/**
 * Text that PostgreSQL stores as it is, in the characters that people search with: without control characters and
 * codes of terminals, without lone surrogates, without ligatures and full-width letters, in Unicode's composed form.
 */
export function plainText(text: string): string {
  if (isPlain(text)) return text
  return (
    withoutTerminalCodes(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to remove
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]/g, ' ')
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      // A soft hyphen at the end of a line stands inside a word.
      .replace(/\u00AD(?:\n[ \t]{0,20})?/g, '')
      // Zero-width spaces, direction marks: invisible, but they would split or double words.
      .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
      .replace(/\p{Surrogate}/gu, ' ')
      .replace(OTHER_SHAPES, (letters) => letters.normalize('NFKC'))
      .normalize('NFC')
  )
}

/** Ligatures, letters of the width of Chinese ones, mathematical alphabets, Roman numerals, joined Arabic letters. */
const OTHER_SHAPES =
  /[\u2160-\u217F\u3000\uFB00-\uFB06\uFB13-\uFB17\uFB50-\uFDFF\uFE70-\uFEFC\uFF01-\uFFEE\u{1D400}-\u{1D7FF}]+/gu

/** Printable ASCII and line ends need no change. */
function isPlain(text: string): boolean {
  return !/[^\t\n -~]/.test(text)
}

/** Bold and underlined letters of old manuals were typed twice, one over the other. */
const UNDERLINED = /([^_\n])[\b]_/g
const TYPED_OVER = /[^\n][\b]/g

function withoutTerminalCodes(text: string): string {
  const once = text.includes('\b') ? text.replace(UNDERLINED, '$1').replace(TYPED_OVER, '') : text
  return once.includes('\u001b') || once.includes('\u009b') ? stripVTControlCharacters(once) : once
}
