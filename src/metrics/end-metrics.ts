import type { Gauge } from 'prom-client'
import type { RunMetrics } from './run-metrics.ts'

const ENDINGS = ['done', 'limit', 'out of time', 'stopped', 'stopped by order', 'error'] as const

/** How a run ended. */
export type RunEnding = (typeof ENDINGS)[number]

/** What a run that ends adds to its metrics. */
export class EndMetrics {
  readonly #endedAt: Gauge
  readonly #ending: Gauge<'ending'>

  constructor({ series }: RunMetrics) {
    this.#endedAt = series.gauge('run_end_timestamp_seconds', 'When the run ended; 0 while it is at work.')
    this.#ending = series.gauge('run_ending', '1 for how the run ended; all 0 while it is at work.', [
      'ending',
    ])
    for (const ending of ENDINGS) this.#ending.set({ ending: label(ending) }, 0)
  }

  ended(ending: RunEnding): void {
    this.#endedAt.set(Date.now() / 1000)
    this.#ending.set({ ending: label(ending) }, 1)
  }
}

function label(ending: RunEnding): string {
  return ending.replaceAll(' ', '_')
}
