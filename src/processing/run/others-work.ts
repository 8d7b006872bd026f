import type { OtherRun } from '../../database/records/runs.ts'

/** Adds up what other runs have finished since this one began. */
export class OthersWork {
  /** What each had finished before. */
  readonly #before = new Map<string, number>()
  readonly #finished = new Map<string, number>()

  /** @param runs as they are now; one that is no longer among them keeps its count. */
  finished(runs: readonly OtherRun[]): number {
    for (const { id, finished, isNewer } of runs) {
      if (!this.#before.has(id)) this.#before.set(id, isNewer ? 0 : finished)
      this.#finished.set(id, finished - (this.#before.get(id) ?? 0))
    }
    return [...this.#finished.values()].reduce((sum, count) => sum + count, 0)
  }
}
