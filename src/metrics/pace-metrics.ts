import type { Counter, Gauge } from 'prom-client'
import type { RunMetrics } from './run-metrics.ts'

/** How much of its budget a signal takes up. */
interface Reading {
  readonly signal: string
  readonly share: number
  readonly at: number
}

interface PaceChange {
  readonly direction: string
  readonly pace: { readonly rowsPerSecond: number }
  readonly cause: Reading
}

/** At which pace a run spares the database, and why. */
export class PaceMetrics {
  readonly #pace: Gauge
  readonly #shares: Gauge<'signal'>
  readonly #changes: Counter<'direction' | 'signal'>

  /** @param signals what can bring about a change. */
  constructor({ series }: RunMetrics, signals: readonly string[]) {
    this.#pace = series.gauge(
      'pace_breadcrumbs_per_second',
      'What the run allows itself to spare the database; 0 while it does not look.',
    )
    this.#shares = series.gauge(
      'budget_used_ratio',
      'How much of its budget each signal takes up; 0 as well for one that was not read.',
      ['signal'],
    )
    this.#changes = series.counter(
      'pace_changes_total',
      'Changes of pace, by direction and by the signal that brought them about.',
      ['direction', 'signal'],
    )
    for (const signal of signals) {
      this.#shares.set({ signal }, 0)
      for (const direction of ['up', 'down']) this.#changes.inc({ direction, signal }, 0)
    }
  }

  /** At its first pace. */
  began({ rowsPerSecond }: PaceChange['pace']): void {
    this.#pace.set(rowsPerSecond)
  }

  changed({ direction, pace, cause }: PaceChange): void {
    this.#pace.set(pace.rowsPerSecond)
    this.#changes.inc({ direction, signal: cause.signal })
  }

  /** Those that were never read stay 0. */
  read(readings: readonly Reading[]): void {
    for (const { signal, share, at } of readings) if (Number.isFinite(at)) this.#shares.set({ signal }, share)
  }
}
