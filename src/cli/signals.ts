import { EXIT_CODES, type ExitCode } from '../errors.ts'
import type { Output } from './output.ts'

/** How long a stopped command may take to save what it has in hand. */
const CLEAN_UP_MS = 10_000
/** Shows the cursor, wraps lines: in case a bar was being drawn. */
const RESTORE_TERMINAL = '\u001b[?25h\u001b[?7h'

export interface Signals {
  /** Aborted by the first signal, or when nobody reads stdout any more. */
  readonly stop: AbortSignal
  /** Of the signal that came; 0 for a closed pipe; undefined when none did. */
  readonly exitCode: ExitCode | undefined
  /** As if SIGINT had come. */
  readonly interrupt: () => void
  release(): void
}

/** A reader that leaves (`| head -1`) is no error: what is written from then on goes nowhere. */
export function endQuietlyOnClosedPipes(process: NodeJS.Process): void {
  const ignoreClosedPipe = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  }
  process.stdout.on('error', ignoreClosedPipe)
  process.stderr.on('error', ignoreClosedPipe)
}

/**
 * The first SIGINT or SIGTERM asks for an orderly end; a second one, or 10 s without that end, exits at once.
 * A reader that closes its pipe (`| head -1`) ends the command quietly.
 */
export function catchSignals(process: NodeJS.Process, output: Output): Signals {
  const stop = new AbortController()
  let exitCode: ExitCode | undefined
  let watchdog: NodeJS.Timeout | undefined
  const exitNow = (code: ExitCode) => {
    if (output.terminal.animated) process.stderr.write(RESTORE_TERMINAL)
    process.exit(code)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    const code = signal === 'SIGTERM' ? EXIT_CODES.terminated : EXIT_CODES.interrupted
    if (stop.signal.aborted) exitNow(code)
    exitCode = code
    output.note('Stopping: saving what is in hand. Once more to quit at once.')
    watchdog = setTimeout(() => exitNow(code), CLEAN_UP_MS)
    watchdog.unref()
    stop.abort()
  }
  const onPipeError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') return
    exitCode ??= EXIT_CODES.done
    stop.abort()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  process.stdout.on('error', onPipeError)
  process.stderr.on('error', onPipeError)
  return {
    stop: stop.signal,
    interrupt: () => onSignal('SIGINT'),
    get exitCode() {
      return exitCode
    },
    release: () => {
      clearTimeout(watchdog)
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    },
  }
}
