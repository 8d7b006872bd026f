/**
 * Text that PostgreSQL stores as it is: without U+0000 and other control characters, without lone surrogates,
 * in Unicode's composed form (NFC).
 */
export function plainText(text: string): string {
  if (isPlain(text)) return text
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
      .replace(/\u001B\[[\d;]{0,20}[A-Za-z]/g, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to remove
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]/g, ' ')
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      // Soft hyphens, zero-width spaces, direction marks: invisible, but they would split or double words.
      .replace(/[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
      .replace(/\p{Surrogate}/gu, ' ')
      .normalize('NFC')
  )
}

/** Printable ASCII and line ends need no change. */
function isPlain(text: string): boolean {
  return !/[^\t\n -~]/.test(text)
}
