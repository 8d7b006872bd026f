import { getSystemErrorMap } from 'node:util'
import { EXIT_CODES, type ExitCode } from '../../errors.ts'
import type { Output } from '../output/output.ts'

/** How long a stopped command may take to save what it has in hand. */
const CLEAN_UP_MS = 10_000
/** A terminal that is closed (SIGHUP) asks for the same end as SIGTERM. */
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const STOPPING = 'Stopping: saving what is in hand. Once more to quit at once.'
/** Shows the cursor, wraps lines: in case a bar was being drawn. */
const RESTORE_TERMINAL = '\u001b[?25h\u001b[?7h'

export interface Signals {
  /** Aborted by the first signal, or when stdout takes nothing any more. */
  readonly stop: AbortSignal
  /** Of the signal that came; 0 for a closed pipe, 1 for a stdout that is full; undefined when neither did. */
  readonly exitCode: ExitCode | undefined
  /** As if SIGINT had come, said in these words. */
  readonly interrupt: (words: string) => void
  /** As if SIGTERM had come. */
  readonly terminate: (words: string) => void
  release(): void
}

/**
 * A reader that leaves (`| head -1`) is no error: what is written from then on goes nowhere. Any other failure to
 * write results is told once, and the process ends with 1 whatever comes of the rest.
 */
export function watchWrites(process: NodeJS.Process): void {
  const stdoutFailed = (error: NodeJS.ErrnoException) => {
    if (isLeft(error)) return
    process.stdout.off('error', stdoutFailed).on('error', () => undefined)
    process.stderr.write(`error: cannot write to stdout: ${systemMessage(error)}\n`)
    process.once('exit', () => {
      process.exitCode = EXIT_CODES.failure
    })
  }
  process.stdout.on('error', stdoutFailed)
  // Nowhere is left to tell of it; the work goes on.
  process.stderr.on('error', () => undefined)
}

/** Where the pipe is a socket, as among Node's processes, a reader that leaves lines unread resets it. */
function isLeft({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'ECONNRESET'
}

/** Without the code and the name of the system call. */
function systemMessage(error: NodeJS.ErrnoException): string {
  return getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message
}

/**
 * The first SIGINT, SIGTERM or SIGHUP asks for an orderly end; a second one, or 10 s without that end, exits at once.
 * A reader that closes its pipe (`| head -1`) ends the command quietly, within the same time.
 */
export function catchSignals(process: NodeJS.Process, output: Output): Signals {
  const stop = new AbortController()
  let exitCode: ExitCode | undefined
  let watchdog: NodeJS.Timeout | undefined
  const exitNow = (code: ExitCode) => {
    if (output.terminal.animated) process.stderr.write(RESTORE_TERMINAL)
    process.exit(code)
  }
  const endSoon = (code: ExitCode) => {
    watchdog ??= setTimeout(() => exitNow(code), CLEAN_UP_MS).unref()
    stop.abort()
  }
  const stopFor = (signal: NodeJS.Signals, words: string) => {
    const code = signal === 'SIGINT' ? EXIT_CODES.interrupted : EXIT_CODES.terminated
    if (stop.signal.aborted) exitNow(code)
    exitCode = code
    output.note(words)
    endSoon(code)
  }
  const onSignal = (signal: NodeJS.Signals) => stopFor(signal, STOPPING)
  const onLostOutput = (error: NodeJS.ErrnoException) => {
    exitCode ??= isLeft(error) ? EXIT_CODES.done : EXIT_CODES.failure
    endSoon(exitCode)
  }
  // Ctrl-Z: the shell that comes next needs its cursor. The handler stands in for the default, which stops the process.
  const onSuspend = () => {
    if (output.terminal.animated) process.stderr.write(RESTORE_TERMINAL)
    process.kill(process.pid, 'SIGSTOP')
  }
  for (const signal of STOPS) process.on(signal, onSignal)
  process.on('SIGTSTP', onSuspend)
  process.stdout.on('error', onLostOutput)
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (isLeft(error)) onLostOutput(error)
  })
  return {
    stop: stop.signal,
    interrupt: (words) => stopFor('SIGINT', words),
    terminate: (words) => stopFor('SIGTERM', words),
    get exitCode() {
      return exitCode
    },
    release: () => {
      clearTimeout(watchdog)
      for (const signal of STOPS) process.off(signal, onSignal)
      process.off('SIGTSTP', onSuspend)
    },
  }
}
