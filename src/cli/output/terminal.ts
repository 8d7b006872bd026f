import isUnicodeSupported from 'is-unicode-supported'

/** The environment's variables, `.env` included; passed in, never read from the process here. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a stream can show. */
export interface Terminal {
  /** 0 for no colour, then 16, 256 and 16 million colours, as chalk counts. */
  readonly colorLevel: 0 | 1 | 2 | 3
  /** Whether lines may be drawn over. */
  readonly animated: boolean
  readonly unicode: boolean
  readonly isTerminal: boolean
  /** False for pipes and files without COLUMNS, where nothing is cut to a width. */
  readonly isBounded: boolean
  /** Width now; a terminal may be resized. */
  columns(): number
  /** Height now; Infinity where it has none. */
  rows(): number
}

export interface TerminalFlags {
  readonly color: boolean
  readonly progress: boolean
  readonly quiet: boolean
}

const DEFAULT_COLUMNS = 80

export function terminalOf(stream: NodeJS.WriteStream, env: Environment, flags: TerminalFlags): Terminal {
  return {
    colorLevel: colorLevel(stream, env, flags.color),
    animated: isAnimated(stream, env, flags),
    isTerminal: stream.isTTY === true,
    isBounded: stream.isTTY === true || positive(env.COLUMNS) !== undefined,
    unicode: isUnicodeSupported() && isUtf8(env),
    rows: () => stream.rows || Number.POSITIVE_INFINITY,
    columns: () => stream.columns || positive(env.COLUMNS) || DEFAULT_COLUMNS,
  }
}

/** `--no-color`, then NO_COLOR (https://no-color.org), FORCE_COLOR, TERM=dumb, and only then the stream itself. */
function colorLevel(stream: NodeJS.WriteStream, env: Environment, wanted: boolean): 0 | 1 | 2 | 3 {
  if (!wanted || env.NO_COLOR) return 0
  const forced = env.FORCE_COLOR
  if (forced !== undefined) return forcedLevel(forced)
  if (env.TERM === 'dumb' || !stream.isTTY) return 0
  const depth = stream.getColorDepth({ ...env })
  if (depth >= 24) return 3
  return depth >= 8 ? 2 : depth >= 4 ? 1 : 0
}

function forcedLevel(value: string): 0 | 1 | 2 | 3 {
  if (value === '0' || value === 'false') return 0
  if (value === '2') return 2
  return value === '3' ? 3 : 1
}

/** A pseudo-terminal without a size reports 0 columns; nothing can be drawn on it. */
function isAnimated(stream: NodeJS.WriteStream, env: Environment, flags: TerminalFlags): boolean {
  if (!stream.isTTY || !stream.columns || flags.quiet || !flags.progress) return false
  return !env.CI && env.TERM !== 'dumb'
}

/** The first of these that is set decides, as in POSIX; on Windows none is. */
function isUtf8(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  return locale === undefined ? env.OS === 'Windows_NT' : /utf-?8/i.test(locale)
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : undefined
}
