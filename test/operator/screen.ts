import xterm from '@xterm/headless'

/** What a person sees, scrollback included, when all of a terminal's output has been drawn. */
export interface Screen {
  /** Without spaces at the end; what the terminal itself had to break is one line. */
  readonly lines: readonly string[]
  /** Those among them that were longer than the terminal is wide. */
  readonly tooLong: readonly string[]
  readonly isCursorVisible: boolean
}

interface Resize {
  /** How many characters of the output had come before. */
  readonly at: number
  readonly columns: number
}

const ROWS = 24
const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'

/** Draws output as a terminal of so many columns does, that may have got others on the way. */
export async function draw(output: string, columns: number, resize?: Resize): Promise<Screen> {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows: ROWS,
    scrollback: 5_000,
    allowProposedApi: true,
    reflowCursorLine: true,
  })
  const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve))
  await write(output.slice(0, resize?.at))
  if (resize !== undefined) {
    terminal.resize(resize.columns, ROWS)
    await write(output.slice(resize.at))
  }
  const screen = read(terminal)
  terminal.dispose()
  return { ...screen, isCursorVisible: output.lastIndexOf(SHOW_CURSOR) >= output.lastIndexOf(HIDE_CURSOR) }
}

function read(terminal: xterm.Terminal): Pick<Screen, 'lines' | 'tooLong'> {
  const lines: string[] = []
  const tooLong = new Set<number>()
  const buffer = terminal.buffer.active
  for (let at = 0; at < buffer.length; at++) {
    const row = buffer.getLine(at)
    if (row?.isWrapped === true) {
      lines.push((lines.pop() ?? '') + row.translateToString(true))
      tooLong.add(lines.length - 1)
    } else lines.push(row?.translateToString(true) ?? '')
  }
  return { lines, tooLong: [...tooLong].map((at) => lines[at] ?? '') }
}
