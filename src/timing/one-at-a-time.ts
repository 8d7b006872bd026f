/** Work that is begun again and again and never runs twice at once: what is slow must not queue. */
export class OneAtATime {
  #underWay: Promise<void> | undefined

  /** Begins the work, unless some is under way. */
  begin(work: () => Promise<void>): void {
    this.#underWay ??= work().finally(() => {
      this.#underWay = undefined
    })
  }

  /** Waits for what is under way. */
  async ended(): Promise<void> {
    await this.#underWay
  }
}
