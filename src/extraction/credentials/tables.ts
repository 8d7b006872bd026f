import { isSecretCell, namesSecret, type Secrecy, secrecyOf } from './secret-names.ts'

/** What separates the cells of a row: bars of Markdown and databases, CSV, tabs, or columns of spaces. */
type Separator = '|' | '│' | ',' | ';' | '\t' | '  '
const SEPARATORS: readonly Separator[] = ['|', '│', '\t', ',', ';', '  ']

interface Table {
  readonly separator: Separator
  readonly cells: number
  readonly columns: readonly (Secrecy | undefined)[]
}

const RULE = /^[\s|│+:=_─┼├┤╪╞╡-]+$/
const HEADING = /^[*_`"']{0,3}[\p{L}_$][\p{L}\p{M}_ $.()/-]{0,40}\d?[*_`"']{0,3}$/u
const LONGEST_ROW = 4000

/** Takes out the cells of tables whose column is headed by the name of a credential and that look like one. */
export function withoutSecretColumns(text: string, mark: string): string {
  if (!text.includes('\n')) return text
  let table: Table | undefined
  const lines = text.split('\n')
  const clean = lines.map((line, i) => {
    if (table !== undefined) {
      if (RULE.test(line)) return line
      if (isRowOf(table, line)) return withoutCells(line, table, mark)
    }
    table = tableHeadedBy(line, lines[i + 1] ?? '')
    return line
  })
  return clean.join('\n')
}

/** A row of a table with bars may lack cells; others have as many as their heading. */
function isRowOf({ separator, cells }: Table, line: string): boolean {
  if (!line.includes(separator)) return false
  return separator === '|' || separator === '│' || cellsOf(line, separator).length === cells
}

function tableHeadedBy(line: string, next: string): Table | undefined {
  if (line.length > LONGEST_ROW || !namesSecret(line)) return undefined
  for (const separator of SEPARATORS) {
    if (!line.includes(separator) || !(next.includes(separator) || RULE.test(next))) continue
    const cells = cellsOf(line, separator)
    const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
    if (names.length < 2 || !names.every((name) => HEADING.test(name))) continue
    const columns = cells.map((cell) => secrecyOf(cell.trim().replace(/^[*_`"']+|[*_`"']+$/g, '')))
    if (columns.some((secrecy) => secrecy !== undefined)) return { separator, cells: cells.length, columns }
  }
  return undefined
}

function withoutCells(row: string, { separator, columns }: Table, mark: string): string {
  const joint = separator === '  ' ? '  ' : separator
  return cellsOf(row, separator)
    .map((cell, at) => {
      const secrecy = columns[at]
      return secrecy !== undefined && isSecretCell(secrecy, unquoted(cell)) ? mark : cell
    })
    .join(joint)
}

function cellsOf(line: string, separator: Separator): string[] {
  if (separator === '  ') return line.trim().split(/ {2,}/)
  if ((separator !== ',' && separator !== ';') || !line.includes('"')) return line.split(separator)
  return quotedCells(line, separator)
}

/** Cells of CSV: a separator between quotes is part of its cell. */
function quotedCells(line: string, separator: string): string[] {
  const cells: string[] = []
  let start = 0
  let inQuotes = false
  for (let i = 0; i < line.length; i += 1) {
    if (line[i] === '"') inQuotes = !inQuotes
    else if (line[i] === separator && !inQuotes) {
      cells.push(line.slice(start, i))
      start = i + 1
    }
  }
  cells.push(line.slice(start))
  return cells
}

function unquoted(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1')
}
