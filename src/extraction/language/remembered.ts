/** Answers by text, each found once; forgets all of them when there are too many, so that memory stays bounded. */
export class Remembered<Answer> {
  readonly #answers = new Map<string, Answer>()
  readonly #limit: number
  readonly #find: (text: string) => Answer

  /** @param find has to depend on the text alone: what is remembered must not show in any answer. */
  constructor(limit: number, find: (text: string) => Answer) {
    this.#limit = limit
    this.#find = find
  }

  of(text: string): Answer {
    let answer = this.#answers.get(text)
    if (answer === undefined) {
      const own = ownCopy(text)
      answer = this.#find(own)
      if (this.#answers.size >= this.#limit) this.#answers.clear()
      this.#answers.set(own, answer)
    }
    return answer
  }
}

/** V8 keeps the whole text alive of which a word is a slice. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1)
}
