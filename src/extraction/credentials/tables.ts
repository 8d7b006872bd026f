import { secrecyOf } from './secret-names.ts'

const RULE_OF_TABLE = /^\s{0,3}\|?\s{0,3}:?-{2,}:?\s{0,3}(?:\||$)/

/** Takes out the cells of a Markdown table's columns whose heading is the name of a credential. */
export function withoutSecretColumns(text: string, mark: string): string {
  if (!text.includes('|') || !/\|[ :-]{0,20}--/.test(text)) return text
  const lines = text.split('\n')
  for (let i = 1; i < lines.length; i += 1) {
    if (!RULE_OF_TABLE.test(lines[i] ?? '')) continue
    const secret = cellsOf(lines[i - 1] ?? '').map((cell) => secrecyOf(cell) !== undefined)
    if (!secret.includes(true)) continue
    for (let row = i + 1; (lines[row] ?? '').includes('|'); row += 1)
      lines[row] = cellsOf(lines[row] ?? '')
        .map((cell, at) => (secret[at] === true && !/\S\s+\S/.test(cell) ? mark : cell))
        .join('|')
  }
  return lines.join('\n')
}

function cellsOf(line: string): string[] {
  return line.split('|')
}
