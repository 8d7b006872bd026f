import { afterEach, beforeEach } from 'vitest'
import { type RunningCli, startCli } from './cli.ts'
import { type Rcrt, startRcrt } from './rcrt.ts'

/** RCRT's database and event stream, and the watchers that a test starts beside them. */
export interface Watchers {
  readonly rcrt: Rcrt
  /** Starts `watch` with these arguments; it is killed at the end of the test. */
  start(args: readonly string[], options?: Parameters<typeof startCli>[1]): RunningCli
}

/** One for each test of a file; what this returns always holds the one of the test that runs. */
export function watchersForEach(): Watchers {
  let rcrt: Rcrt
  let running: RunningCli[]
  beforeEach(async () => {
    rcrt = await startRcrt()
    running = []
  })
  afterEach(async () => {
    for (const watcher of running) watcher.kill('SIGKILL')
    await Promise.all(running.map(({ exit }) => exit))
    await rcrt.close()
  })
  return {
    get rcrt() {
      return rcrt
    },
    start(args, options) {
      const watcher = startCli(['watch', ...args], { env: rcrt.env, ...options })
      running.push(watcher)
      return watcher
    },
  }
}
