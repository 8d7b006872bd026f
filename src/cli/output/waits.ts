import { formatDuration } from './format.ts'

/** What was waited for, to be told in one line once it is over. */
export class Waits {
  #current: { readonly reason: string; readonly since: number } | undefined

  get reason(): string | undefined {
    return this.#current?.reason
  }

  /** @returns whether this is a new wait; one that goes on keeps its first reason. */
  begin(reason: string): boolean {
    if (this.#current !== undefined) return false
    this.#current = { reason, since: performance.now() }
    return true
  }

  /** @returns what to tell of the wait that is over now; undefined where there was none. */
  end(): string | undefined {
    if (this.#current === undefined) return undefined
    const { reason, since } = this.#current
    this.#current = undefined
    return `Went on after ${formatDuration((performance.now() - since) / 1000)} of waiting for the database: ${reason}`
  }
}
