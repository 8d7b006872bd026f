import { printable } from '../../printable.ts'
import { widthOf } from './width.ts'
import { wrapped } from './wrap.ts'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Gives way when the table is too wide, down to so many cells. */
  readonly shrinksTo?: number
}

/** How wide a table may be, in cells, and what marks what was cut. */
export interface Layout {
  readonly width: number
  readonly ellipsis: string
}

type Rows = readonly (readonly string[])[]

const GAP = '  '

/** Whether rows have room in columns, none cut further than it gives way; where not, blocks serve better. */
export function fits(columns: readonly Column[], rows: Rows, width: number): boolean {
  const least = wantedWidths(columns, rows).map((wanted, at) => narrowest(columns[at], wanted))
  return totalOf(least) <= width
}

/** Lays out rows in columns; those that give way are cut to the layout's width, and end in its ellipsis. */
export function table(columns: readonly Column[], rows: Rows, { width, ellipsis }: Layout): string[] {
  const all = [columns.map((column) => column.title), ...rows.map((row) => row.map(printable))]
  const widths = fitted(columns, wantedWidths(columns, rows), width)
  return all.map((row) =>
    columns
      .map((column, index) => cell(row[index] ?? '', widths[index] ?? 0, column.align ?? 'left', ellipsis))
      .join(GAP)
      .trimEnd(),
  )
}

/** What a row says, where a table has no room: a title, and below it the details, wrapped between them. */
export function block(title: string, details: readonly string[], width: number): string[] {
  const items = details.map((detail, at) => printable(detail) + (at < details.length - 1 ? ',' : ''))
  return [
    ...wrapped([printable(title)], width),
    ...wrapped(items, width - GAP.length).map((line) => GAP + line),
  ]
}

/** Cuts text to so many cells; wide characters count two. */
export function truncated(text: string, width: number, ellipsis = '…'): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > width - widthOf(ellipsis)) break
    kept += segment
  }
  return width >= widthOf(ellipsis) ? kept + ellipsis : kept
}

function cell(text: string, width: number, align: 'left' | 'right', ellipsis: string): string {
  const cut = truncated(text, width, ellipsis)
  const padding = ' '.repeat(Math.max(0, width - widthOf(cut)))
  return align === 'right' ? padding + cut : cut + padding
}

function wantedWidths(columns: readonly Column[], rows: Rows): number[] {
  return columns.map(({ title }, at) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(printable(row[at] ?? ''))), widthOf(title)),
  )
}

function narrowest(column: Column | undefined, wanted: number): number {
  return Math.min(wanted, column?.shrinksTo ?? wanted)
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1)
}

/** Takes what is too much from the columns that give way, the widest first. */
function fitted(columns: readonly Column[], wanted: readonly number[], width: number): number[] {
  const widths = [...wanted]
  while (totalOf(widths) > width) {
    const index = widest(widths, (at) => (widths[at] ?? 0) > narrowest(columns[at], wanted[at] ?? 0))
    if (index === undefined) break
    widths[index] = (widths[index] ?? 0) - 1
  }
  return widths
}

function widest(widths: readonly number[], eligible: (index: number) => boolean): number | undefined {
  let found: number | undefined
  for (const [index, width] of widths.entries()) {
    if (eligible(index) && (found === undefined || width > (widths[found] ?? 0))) found = index
  }
  return found
}
