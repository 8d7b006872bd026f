/** A sweep is due every 60 s: two that are missed are not by chance. */
const SWEEPS_STALL_AFTER_MS = 120_000

/** Whether a watch can do its work: by events or by sweeps, on a database that takes it. */
export class Health {
  /** The stream is open, and nothing says that it is deaf. */
  hears = false
  /** The database is away, or crowded. */
  isWaiting = false
  /** It refuses every write. */
  isRefused = false
  #workedAt: number | undefined

  /** A sweep ended, or a breadcrumb was saved: the sweep of a large backlog takes hours. */
  worked(now = performance.now()): void {
    this.#workedAt = now
  }

  /** In words for whoever asks why. */
  state(now = performance.now()): { readonly isHealthy: boolean; readonly words: string } {
    const sweeps = this.#workedAt !== undefined && now - this.#workedAt <= SWEEPS_STALL_AFTER_MS
    const isHealthy = !this.isWaiting && !this.isRefused && (this.hears || sweeps)
    const words = [
      `events: ${this.hears ? 'coming' : 'not coming'}`,
      `sweeps: ${sweeps ? 'coming through' : 'none in the last two minutes'}`,
      `database: ${this.#database()}`,
    ]
    return { isHealthy, words: words.join('\n') }
  }

  #database(): string {
    if (this.isRefused) return 'refuses every write'
    return this.isWaiting ? 'away' : 'works'
  }
}
