import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { DrillWorkerArguments } from '../../cli/arguments/drill.ts'
import type { Environment } from '../../cli/output/terminal.ts'
import type { Victim } from '../../processing/drill/kill-process.ts'

const BIN = fileURLToPath(new URL('../../../bin/rcrt-entities.js', import.meta.url))

/**
 * Starts this program again as a worker on scratch rows. Its stdin stays open as long as this process lives.
 * @param env with the connection string, which may hold a password: arguments can be seen by others.
 */
export function startVictim({ schema, rate }: DrillWorkerArguments, env: Environment): Victim {
  const child = fork(BIN, ['drill-worker', schema, String(rate)], {
    env,
    execArgv: [],
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('close', () => resolve(said.trim()))
  })
  return { kill: () => child.kill('SIGKILL'), ended }
}
