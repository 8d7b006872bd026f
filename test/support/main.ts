import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { main } from '../../src/main.ts'
import { type CliResult, cleanEnvironment } from './cli.ts'

/**
 * The same as `runCli`, off a terminal and without input, in this process: for tables of many cases that end before
 * anything is opened, of which each would otherwise start a process. That the executable does what `main` does is told
 * by the tests that start it.
 */
export async function runMain(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Omit<CliResult, 'signal'>> {
  const { pid, versions, cpuUsage, memoryUsage } = process
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  stdin.end()
  const written = Promise.all([text(stdout), text(stderr)])
  const standIn = Object.assign(new EventEmitter(), {
    ...{ argv: ['node', 'rcrt-entities', ...args], env: cleanEnvironment(env), stdin, stdout, stderr },
    ...{ pid, versions, cpuUsage, memoryUsage },
  })
  const code = await main(standIn as unknown as NodeJS.Process)
  stdout.end()
  stderr.end()
  const [out, err] = await written
  return { stdout: out, stderr: err, code }
}
