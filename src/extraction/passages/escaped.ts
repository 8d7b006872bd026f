/** The value of a string that holds a JSON object, list or string; nothing for any other string. */
export function jsonIn(text: string): unknown {
  if (!/^\s*(?:\{[\s\S]*\}|\[[\s\S]*\]|"[^\n]*")\s*$/.test(text)) return undefined
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
  if (!text.includes('\\n') || text.includes('\n')) return text
  const lines = text.replace(LINE_END, '\n')
  return lines === text ? text : lines.replace(/\\t/g, '\t').replace(/\\(["'])/g, '$1')
}
