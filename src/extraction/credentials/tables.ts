import { secrecyOf } from './secret-names.ts'

const RULE_OF_TABLE = /^\s{0,3}\|?\s{0,3}:?-{2,}:?\s{0,3}(?:\||$)/

/** Takes out the cells of a Markdown table's columns whose heading is the name of a credential. */
export function withoutSecretColumns(text: string, mark: string): string {
  if (!text.includes('|') || !/\|[ :-]{0,20}--/.test(text)) return text
  const lines = text.split('\n')
  let secret: readonly boolean[] = []
  return lines
    .map((line, i) => {
      if (!line.includes('|')) secret = []
      else if (RULE_OF_TABLE.test(line)) secret = secretColumns(lines[i - 1] ?? '', secret)
      else if (secret.includes(true)) return withoutCells(line, secret, mark)
      return line
    })
    .join('\n')
}

/** Those that the heading names, and those that a heading above named: dashes may stand in any row. */
function secretColumns(heading: string, before: readonly boolean[]): boolean[] {
  const cells = cellsOf(heading)
  const columns = Math.max(cells.length, before.length)
  return Array.from(
    { length: columns },
    (_, i) => before[i] === true || secrecyOf(cells[i] ?? '') !== undefined,
  )
}

function withoutCells(row: string, secret: readonly boolean[], mark: string): string {
  return cellsOf(row)
    .map((cell, at) => (secret[at] === true && !/\S\s+\S/.test(cell) ? mark : cell))
    .join('|')
}

function cellsOf(line: string): string[] {
  return line.split('|')
}
