import type { Output } from '../../cli/output/output.ts'
import type { HintSource, SourceStatus } from '../../events/hint.ts'
import type { StreamMetrics } from '../../metrics/stream-metrics.ts'
import type { WaitCause } from '../../processing/run/patience.ts'
import type { Tally } from '../../processing/run/tally.ts'
import type { PassedOverState, WatchObserver } from '../../processing/watch/watcher.ts'
import { WatchView } from './view.ts'

/** Shows what a watch does, and tells its metrics. */
export class MeasuredView extends WatchView {
  readonly #metrics: StreamMetrics

  constructor(output: Output, tally: Tally, metrics: StreamMetrics) {
    super(output, tally)
    this.#metrics = metrics
  }

  override follow(source: HintSource, options: { readonly sweeps: boolean }): void {
    super.follow(source, options)
    this.#metrics.follow(source)
  }

  override status(status: SourceStatus): void {
    super.status(status)
    this.#metrics.status(status.state)
  }

  override passedOver(id: string, state: PassedOverState): void {
    super.passedOver(id, state)
    // The sweep that takes it still has to do what its event asked for.
    if (state !== 'locked') this.#metrics.passedOver(id)
  }

  override swept(sweep: Parameters<WatchObserver['swept']>[0]): void {
    super.swept(sweep)
    this.#metrics.swept(sweep.found)
  }

  override waiting(reason: string, cause: WaitCause): void {
    super.waiting(reason, cause)
    if (cause === 'database') this.#metrics.health.isWaiting = true
  }

  override resumed(): void {
    super.resumed()
    this.#metrics.health.isWaiting = false
  }

  override refused(reason: string | undefined): void {
    super.refused(reason)
    this.#metrics.health.isRefused = reason !== undefined
  }
}
