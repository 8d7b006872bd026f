import { stripVTControlCharacters } from 'node:util'

/** Text that arrives bit by bit, and those who wait for a part of it. */
export class Output {
  text = ''
  readonly #name: string
  #ended = false
  #waiting: (() => void)[] = []

  constructor(name: string) {
    this.#name = name
  }

  append(text: string): void {
    this.text += text
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  /**
   * Resolves as soon as the text so far matches, with its escape sequences or without; rejects when the process
   * ends before.
   */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const once = new RegExp(pattern.source, pattern.flags.replace('g', ''))
      const match = once.exec(this.text) ?? once.exec(stripVTControlCharacters(this.text))
      if (match !== null) {
        return match
      }
      if (this.#ended) {
        throw new Error(`${this.#name} ended without ${pattern}:\n${this.text}`)
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) {
      resolve()
    }
  }
}
