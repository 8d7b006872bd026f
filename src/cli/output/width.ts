import stringWidth from 'string-width'

/** What tables, bars and marks are made of, a cell each. At the first of anything else string-width takes 30 ms. */
const ONE_CELL_EACH = /^[ -~·×–—‘-”…→█-▏░✔✖]*$/u

/** Columns of a terminal that a text takes; escape sequences take none. */
export function widthOf(text: string): number {
  return ONE_CELL_EACH.test(text) ? text.length : stringWidth(text)
}
