import { textOfBytes } from './quoted-printable.ts'

/** The value of a string that holds JSON: an object, a list, a string, or lines of objects; else nothing. */
export function jsonIn(text: string): unknown {
  if (!/^\s*(?:\{[\s\S]*\}|\[[\s\S]*\]|"[^\n]*")\s*$/.test(text)) return undefined
  return parsed(text) ?? jsonLinesIn(text)
}

function jsonLinesIn(text: string): unknown {
  const lines = text.trim().split('\n')
  if (lines.length < 2 || !lines.every((line) => /^\s*\{.*\}\s*$/.test(line))) return undefined
  const values = lines.map(parsed)
  return values.includes(undefined) ? undefined : values
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Only looked like it: a template, a note in brackets, a quotation.
    return undefined
  }
}

/** `\n` and its like before what begins a line; in paths and formulas small letters follow. */
const LINE_END = /(?:\\r)?\\n(?=$|[\s\\\p{Lu}"'#*>`|{}()[\]\d-])/gu

/** A text of one line that was escaped once too often, with its line ends, tabs and quotes. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  const decoded = withCharacters(text)
  if (!decoded.includes('\\n') || decoded.includes('\n')) return decoded
  const lines = decoded.replace(LINE_END, '\n')
  return lines === decoded ? decoded : lines.replace(/\\t/g, '\t').replace(/\\(["'])/g, '$1')
}

/** Ranges of regular expressions, such as `\u4e00-\u9fff`, name characters that no text there has. */
const RANGE = /\\u[\da-fA-F]{4}-\\u[\da-fA-F]{4}/g
const UNICODE = /\\{1,2}u(?:([\da-fA-F]{4})|\{([\da-fA-F]{1,6})\})|\\U([\da-fA-F]{8})/g
/** Bytes in a row, or one that may be a letter of Latin-1; a single other one may be a folder, as in `bin\x64`. */
const BYTES = /(?:\\x[\da-fA-F]{2}){2,}|\\x[c-fC-F][\da-fA-F]/g
const TERMINAL_CODE = /\\(?:x1[bB]|033|e)(?=\[)/g

/** A text with the characters that escapes such as `\u00fc`, `\u{1f600}` and `\xc3\xbc` stand for. */
export function withCharacters(text: string): string {
  if (!/\\(?:[uUx][\da-fA-F{]|033|e\[)/.test(text)) return text
  return text
    .replace(TERMINAL_CODE, '\u001b')
    .replace(RANGE, ' ')
    .replace(UNICODE, (all, four?: string, braced?: string, eight?: string) => {
      const code = Number.parseInt(four ?? braced ?? eight ?? '', 16)
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : all
    })
    .replace(BYTES, (run) => textOfBytes(Buffer.from(run.replaceAll(/\\x/g, ''), 'hex')))
}
