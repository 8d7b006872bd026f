import { isSecretCell, type Secrecy, secrecyOf } from './secret-names.ts'

type Columns = readonly (Secrecy | undefined)[]

/** `INSERT INTO users (email, password) VALUES` */
const INSERT =
  /\b(?:insert|replace)\s{1,9}(?:ignore\s{1,9})?into\s{1,9}[\w."`[\]]{1,120}\s{0,9}\(([^()]{1,2000})\)\s{0,9}(?:overriding\s[a-z ]{1,30})?values\s{0,9}/gi
/** `COPY users (email, password) FROM stdin;` */
const COPY = /\bcopy\s{1,9}[\w."]{1,120}\s{0,9}\(([^()]{1,2000})\)\s{1,9}from\s{1,9}stdin\b[^\n]{0,200}\n/gi
/** `"columns": ["email", "password"]`, with rows behind it. */
const NAMES =
  /\[((?:\s{0,40}["'][^"'\n[\]]{1,60}["']\s{0,40},){1,60}\s{0,40}["'][^"'\n[\]]{1,60}["'])\s{0,40}\]/g
const ROW = /[\s,]{0,60}(?:["']?\w{1,20}["']?\s{0,9}:\s{0,9}\[?\s{0,40})?\[/y
const TUPLE = /[\s,]{0,60}\(/y
const CELL =
  /\s{0,40}('(?:[^'\\]|\\.|''){0,4000}'|"(?:[^"\\]|\\.){0,4000}"|[^\s,()[\]'"][^,()[\]'"]{0,400}?)\s{0,40}(,|[)\]])/y

/** Takes out the values of rows whose columns were named before: in SQL and in lists of lists. */
export function withoutSecretRows(text: string, mark: string): string {
  let clean = text
  if (clean.includes('(') && /\binto\s/i.test(clean)) clean = withoutRows(clean, INSERT, TUPLE, mark)
  if (clean.includes('\t')) clean = withoutCopied(clean, mark)
  return clean.includes('[') && clean.includes('],') ? withoutRows(clean, NAMES, ROW, mark) : clean
}

function withoutRows(text: string, heading: RegExp, opening: RegExp, mark: string): string {
  let clean = ''
  let read = 0
  heading.lastIndex = 0
  for (let found = heading.exec(text); found !== null; found = heading.exec(text)) {
    const columns = columnsOf(found[1] ?? '')
    if (columns === undefined) continue
    let at = heading.lastIndex
    for (let cells = rowAt(text, at, opening); cells !== undefined; cells = rowAt(text, at, opening)) {
      for (const [i, { start, end }] of cells.entries()) {
        const secrecy = columns[i]
        if (secrecy === undefined || !isSecretCell(secrecy, text.slice(start, end))) continue
        clean += text.slice(read, start) + mark
        read = end
      }
      at = cells.at(-1)?.behind ?? at
    }
    heading.lastIndex = Math.max(at, found.index + 1)
  }
  return read === 0 ? text : clean + text.slice(read)
}

interface Cell {
  readonly start: number
  readonly end: number
  /** Position behind what ends it. */
  readonly behind: number
}

/** The cells of the row that begins there, or nothing. */
function rowAt(text: string, at: number, opening: RegExp): Cell[] | undefined {
  opening.lastIndex = at
  if (!opening.test(text)) return undefined
  const cells: Cell[] = []
  CELL.lastIndex = opening.lastIndex
  for (let cell = CELL.exec(text); cell !== null; cell = CELL.exec(text)) {
    const [all, value = '', mark = ''] = cell
    const start = cell.index + all.indexOf(value)
    cells.push({ start, end: start + value.length, behind: CELL.lastIndex })
    if (mark !== ',') return cells
  }
  return cells.length === 0 ? undefined : cells
}

function columnsOf(names: string): Columns | undefined {
  const columns = names.split(',').map((name) => secrecyOf(name.trim().replace(/^[["'`]+|[\]"'`]+$/g, '')))
  return columns.some((secrecy) => secrecy !== undefined) ? columns : undefined
}

/** Rows of PostgreSQL's dumps: lines of tabbed cells up to one that ends them. */
function withoutCopied(text: string, mark: string): string {
  let clean = ''
  let read = 0
  COPY.lastIndex = 0
  for (let found = COPY.exec(text); found !== null; found = COPY.exec(text)) {
    const columns = columnsOf(found[1] ?? '')
    const start = COPY.lastIndex
    const marked = text.indexOf('\n\\.', start)
    const end = marked < 0 ? text.length : marked
    if (columns === undefined) continue
    const rows = text
      .slice(start, end)
      .split('\n')
      .map((row) => withoutTabbed(row, columns, mark))
    clean += text.slice(read, start) + rows.join('\n')
    read = end
    COPY.lastIndex = end
  }
  return read === 0 ? text : clean + text.slice(read)
}

function withoutTabbed(row: string, columns: Columns, mark: string): string {
  return row
    .split('\t')
    .map((cell, i) => {
      const secrecy = columns[i]
      return secrecy !== undefined && isSecretCell(secrecy, cell) ? mark : cell
    })
    .join('\t')
}
