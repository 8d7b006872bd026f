/**
 * Whose turn it is among lanes, by their weights: of every so many turns as the weights add up to, each lane has as many
 * as its weight, spread evenly. (The smooth weighted round robin of nginx: each turn every lane is credited its weight,
 * and who has most pays for all.)
 */
export class Shares {
  readonly #credits: number[]

  constructor(lanes: number) {
    this.#credits = Array.from({ length: lanes }, () => 0)
  }

  /**
   * @param weights of the lanes, above 0; 0 for one that has nothing left, whose share the others get.
   * @returns the index of a lane; undefined where none has anything left.
   */
  next(weights: readonly number[]): number | undefined {
    let turn: number | undefined
    let sum = 0
    for (const [lane, weight] of weights.entries()) {
      // Who has nothing saves up nothing either: it would hold up the others once it has something again.
      const credit = weight === 0 ? 0 : this.#creditOf(lane) + weight
      this.#credits[lane] = credit
      sum += weight
      if (weight > 0 && (turn === undefined || credit > this.#creditOf(turn))) turn = lane
    }
    if (turn !== undefined) this.#credits[turn] = this.#creditOf(turn) - sum
    return turn
  }

  #creditOf(lane: number): number {
    return this.#credits[lane] ?? 0
  }
}
