import stringWidth from 'string-width'
import { printable } from './printable.ts'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Gives way when the table is too wide. */
  readonly shrinks?: boolean
}

/** How wide a table may be, in cells, and what marks what was cut. */
export interface Layout {
  readonly width: number
  readonly ellipsis: string
}

const GAP = '  '
const NARROWEST = 4

/** Lays out rows in columns, no wider than `width` cells of the terminal; what does not fit ends in `…`. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  ellipsis = '…',
): string[] {
  const all = [columns.map((column) => column.title), ...rows.map((row) => row.map(printable))]
  const wanted = columns.map((_, index) => Math.max(...all.map((row) => stringWidth(row[index] ?? ''))))
  const widths = fitted(columns, wanted, width)
  return all.map((row) =>
    columns
      .map((column, index) => cell(row[index] ?? '', widths[index] ?? 0, column.align ?? 'left', ellipsis))
      .join(GAP)
      .trimEnd(),
  )
}

/** Cuts text to so many cells; wide characters count two. */
export function truncated(text: string, width: number, ellipsis = '…'): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > width - stringWidth(ellipsis)) break
    kept += segment
  }
  return width >= stringWidth(ellipsis) ? kept + ellipsis : kept
}

function cell(text: string, width: number, align: 'left' | 'right', ellipsis: string): string {
  const cut = truncated(text, width, ellipsis)
  const padding = ' '.repeat(Math.max(0, width - stringWidth(cut)))
  return align === 'right' ? padding + cut : cut + padding
}

/** Takes what is too much from the columns that shrink, the widest first; then from any. */
function fitted(columns: readonly Column[], wanted: readonly number[], width: number): number[] {
  const widths = [...wanted]
  const total = () => widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1)
  while (total() > width) {
    const index = widest(widths, (at) => columns[at]?.shrinks === true) ?? widest(widths, () => true)
    if (index === undefined) break
    widths[index] = (widths[index] ?? 0) - 1
  }
  return widths
}

function widest(widths: readonly number[], eligible: (index: number) => boolean): number | undefined {
  let found: number | undefined
  for (const [index, width] of widths.entries()) {
    if (!eligible(index) || width <= NARROWEST) continue
    if (found === undefined || width > (widths[found] ?? 0)) found = index
  }
  return found
}
