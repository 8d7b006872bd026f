import { stripVTControlCharacters } from 'node:util'
import type * as Pty from '@lydell/node-pty'
import { BIN, cleanEnvironment } from './cli.ts'
import { Output } from './output.ts'

/** The command line in a pseudo-terminal. */
export interface RunningTerminal {
  readonly pid: number
  /** All that was shown, escape sequences included. */
  readonly output: string
  /** The same without escape sequences. */
  readonly text: string
  /** Waits for the output to match, with its escape sequences or without. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>
  /** Types: `\x03` is Ctrl-C. */
  write(keys: string): void
  resize(columns: number, rows: number): void
  kill(signal?: NodeJS.Signals): void
  readonly exit: Promise<{ code: number; output: string; text: string }>
}

export interface TerminalOptions {
  /** 80 when not given. */
  readonly columns?: number
  /** 24 when not given. */
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Another script than the command line. */
  readonly script?: string
  /** What runs it; Node when not given, nothing when empty. */
  readonly interpreter?: string
}

const pty = await loadPty()

/** False where the native module cannot be loaded: `test.skipIf(!terminalAvailable)`. */
export const terminalAvailable = pty !== undefined

/** Starts the command line in a pseudo-terminal with stdin, stdout and stderr on it. */
export function startTerminal(args: readonly string[], options: TerminalOptions = {}): RunningTerminal {
  if (pty === undefined) {
    throw new Error('No pseudo-terminal here: skip the test unless terminalAvailable')
  }
  const [program = '', ...all] = [
    options.interpreter ?? process.execPath,
    options.script ?? BIN,
    ...args,
  ].filter((word, at) => at > 0 || word !== '')
  const child = pty.spawn(program, all, {
    // The library sets TERM to this name.
    name: options.env?.TERM ?? 'xterm-256color',
    cols: options.columns ?? 80,
    rows: options.rows ?? 24,
    cwd: options.cwd ?? process.cwd(),
    env: cleanEnvironment(options.env),
  })
  const output = new Output('the terminal')
  child.onData((data) => output.append(data))
  const killAtEnd = () => child.kill('SIGKILL')
  process.once('exit', killAtEnd)
  const exit = new Promise<{ code: number; output: string; text: string }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      process.off('exit', killAtEnd)
      output.end()
      const code = signal === undefined || signal === 0 ? exitCode : 128 + signal
      resolve({ code, output: output.text, text: stripVTControlCharacters(output.text) })
    })
  })
  return {
    pid: child.pid,
    get output() {
      return output.text
    },
    get text() {
      return stripVTControlCharacters(output.text)
    },
    waitFor: (pattern) => output.waitFor(pattern),
    write: (keys) => child.write(keys),
    resize: (columns, rows) => child.resize(columns, rows),
    kill: (signal) => child.kill(signal),
    exit,
  }
}

async function loadPty(): Promise<typeof Pty | undefined> {
  try {
    return await import('@lydell/node-pty')
  } catch (error) {
    console.warn(`SKIPPED: tests on a pseudo-terminal; @lydell/node-pty does not load: ${String(error)}`)
    return undefined
  }
}
