import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { isAbort } from '../../src/errors.ts'
import type { Answer, Question, Ready } from './host.ts'

/** Longest until the tests run. */
const START_MS = 600_000

/** The process that runs a room's tests; one that never answers is ended, and another takes its place. */
export class TestHost {
  readonly #tests: readonly string[]
  readonly #databaseUrl: string
  #process: ChildProcess | undefined
  /** Longest for all tests of a room, before a mutant counts as one that never ends. */
  #limit = 0

  constructor(tests: readonly string[], databaseUrl: string) {
    this.#tests = tests
    this.#databaseUrl = databaseUrl
  }

  async ask(question: Question): Promise<Answer> {
    this.#process ??= await this.#start()
    this.#process.send(question)
    const answer = await nextMessage(this.#process, this.#limit)
    if (answer !== undefined) return answer as Answer
    this.end()
    return { verdict: 'killed', by: 'the time limit' }
  }

  /** With all the processes that its tests have started. */
  end(): void {
    if (this.#process?.pid !== undefined) process.kill(-this.#process.pid, 'SIGKILL')
    this.#process = undefined
  }

  async #start(): Promise<ChildProcess> {
    const file = fileURLToPath(new URL('./host.js', import.meta.url))
    const child = fork(file, this.#tests, {
      detached: true,
      env: { ...process.env, TEST_DATABASE_URL: this.#databaseUrl },
    })
    const ready = await nextMessage(child, START_MS)
    if (ready === undefined) throw new Error('the tests do not start')
    this.#limit = 20_000 + 5 * Math.ceil((ready as Ready).milliseconds)
    return child
  }
}

/** Undefined when none comes in time, or the process ends. */
async function nextMessage(child: ChildProcess, limit: number): Promise<unknown> {
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(limit)])
  const ended = once(child, 'exit', { signal }).then(() => undefined)
  const answered = once(child, 'message', { signal }).then(([message]) => message as unknown)
  try {
    return await Promise.race([answered, ended])
  } catch (error) {
    if (isAbort(error)) return undefined
    throw error
  } finally {
    over.abort()
  }
}
