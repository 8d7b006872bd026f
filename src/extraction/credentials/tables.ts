import { isSecretCell, type Secrecy, secrecyOf, stemsFor } from './secret-names.ts'

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
  let clean = ''
  let read = 0
  const stems = stemsFor(text)
  for (let stem = stems.exec(text); stem !== null; stem = stems.exec(text)) {
    const heading = lineAt(text, stem.index)
    const table = tableHeadedBy(heading.text, lineAt(text, heading.end + 1).text)
    let end = heading.end
    if (table !== undefined) {
      clean += text.slice(read, end)
      for (let row = lineAt(text, end + 1); isRowOf(table, row.text); row = lineAt(text, end + 1)) {
        clean += `\n${RULE.test(row.text) ? row.text : withoutCells(row.text, table, mark)}`
        end = row.end
      }
      read = end
    }
    stems.lastIndex = end
  }
  return read === 0 ? text : clean + text.slice(read)
}

interface Line {
  readonly text: string
  /** Position of what ends it. */
  readonly end: number
}

/** The line of that position; an empty one behind the last. */
function lineAt(text: string, at: number): Line {
  if (at >= text.length) return { text: '', end: text.length }
  const next = text.indexOf('\n', at)
  const end = next < 0 ? text.length : next
  return { text: text.slice(text.lastIndexOf('\n', at - 1) + 1, end), end }
}

/** A row of a table with bars may lack cells; others have as many as their heading. */
function isRowOf({ separator, cells }: Table, line: string): boolean {
  if (RULE.test(line)) return true
  if (!line.includes(separator)) return false
  return separator === '|' || separator === '│' || cellsOf(line, separator).length === cells
}

function tableHeadedBy(line: string, next: string): Table | undefined {
  if (line.length > LONGEST_ROW) return undefined
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
