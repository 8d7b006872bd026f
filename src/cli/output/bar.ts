import type { ChalkInstance } from 'chalk'

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
/** From nothing to the most. */
const HEIGHTS = '▁▂▃▄▅▆▇█'
const ASCII_HEIGHTS = '.:-=+*%#'

/** A part of a whole in so many cells, exact to an eighth; full only where all is there, empty only where nothing is. */
export function bar(part: number, cells: number, unicode: boolean): string {
  const steps = unicode ? 8 : 1
  const least = part > 0 ? 1 : 0
  const most = part < 1 ? cells * steps - 1 : cells * steps
  const filled = Math.min(most, Math.max(least, Math.round(part * cells * steps)))
  const whole = Math.floor(filled / steps)
  const drawn = (unicode ? '█' : '#').repeat(whole) + (unicode ? (EIGHTHS[filled % 8] ?? '') : '')
  return drawn.padEnd(cells, unicode ? '░' : '.')
}

/** A cell a number, as high as its part of the greatest; only nothing is as low as nothing. */
export function sparkline(values: readonly number[], unicode: boolean): string {
  const heights = unicode ? HEIGHTS : ASCII_HEIGHTS
  const most = values.reduce((highest, value) => Math.max(highest, value), 1)
  return values.map((value) => heights[Math.ceil((value / most) * (heights.length - 1))]).join('')
}

/** Green where a bar is filled, dim where it is not. */
export function colouredBars(line: string, { green, dim }: ChalkInstance): string {
  return line.replace(/[█-▏]+/g, (filled) => green(filled)).replace(/░+/g, (rest) => dim(rest))
}
