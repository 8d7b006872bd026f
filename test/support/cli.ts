import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Output } from './output.ts'

/** The executable as npm installs it; it runs what `npm run build` has made. */
export const BIN = fileURLToPath(new URL('../../bin/rcrt-entities.js', import.meta.url))

export interface CliOptions {
  /** The only variables besides those a process cannot do without, so that the outside cannot change a test. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** What stdin holds; empty when not given. */
  readonly input?: string | Buffer
  /** Another script than the command line, such as a stand-in. */
  readonly script?: string
}

export interface CliResult {
  readonly stdout: string
  readonly stderr: string
  /** Null when a signal ended the process. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface RunningCli {
  readonly pid: number
  readonly stdout: string
  readonly stderr: string
  waitForStdout(pattern: RegExp): Promise<RegExpExecArray>
  waitForStderr(pattern: RegExp): Promise<RegExpExecArray>
  /** SIGTERM when not given. */
  kill(signal?: NodeJS.Signals): void
  /** Closes our end of its stdout, as `| head -1` does. */
  closeStdout(): void
  readonly exit: Promise<CliResult>
}

/** Runs the command line to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).exit
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts the command line; whatever still runs when the tests end is killed. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const child = spawn(process.execPath, [options.script ?? BIN, ...args], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: 'pipe',
  })
  const stdout = new Output('stdout')
  const stderr = new Output('stderr')
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.append(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.append(text))
  // A process that ends without reading its input is not the test's failure.
  child.stdin.on('error', () => undefined).end(options.input ?? '')
  running.add(child)
  const exit = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running.delete(child)
      stdout.end()
      stderr.end()
      resolve({ stdout: stdout.text, stderr: stderr.text, code, signal })
    })
  })
  return {
    pid: child.pid ?? 0,
    get stdout() {
      return stdout.text
    },
    get stderr() {
      return stderr.text
    },
    waitForStdout: (pattern) => stdout.waitFor(pattern),
    waitForStderr: (pattern) => stderr.waitFor(pattern),
    kill: (signal = 'SIGTERM') => {
      child.kill(signal)
    },
    closeStdout: () => {
      child.stdout.destroy()
    },
    exit,
  }
}

/** Nothing of CI, DATABASE_URL, NO_COLOR and the like reaches the child unless a test gives it. */
export function cleanEnvironment(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const needed = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SYSTEMROOT', 'USERPROFILE']
  const inherited = needed.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', ...given }
}
