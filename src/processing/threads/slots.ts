/** Whose turn comes before that of others that wait. */
type Turn = 'first' | 'last'

/** Lets at most so many tasks run at once; the others wait their turn. */
export class Slots {
  #free: number
  readonly #waiting: Readonly<Record<Turn, (() => void)[]>> = { first: [], last: [] }

  constructor(count: number) {
    this.#free = count
  }

  async run<T>(task: () => Promise<T>, turn: Turn = 'last'): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting[turn].push(resolve))
    try {
      return await task()
    } finally {
      const next = this.#waiting.first.shift() ?? this.#waiting.last.shift()
      if (next) next()
      else this.#free += 1
    }
  }
}
