import type { Counter, Gauge, Histogram } from 'prom-client'
import { EventLatency } from './event-latency.ts'
import { Health } from './health.ts'
import type { Outcome, RunMetrics } from './run-metrics.ts'
import type { Series } from './series.ts'

const STATES = ['connecting', 'connected', 'disconnected', 'unauthorised', 'deaf', 'stalled'] as const

/** How the event stream is doing. */
type StreamState = (typeof STATES)[number]

/** What the event stream has brought so far. */
interface StreamCounts {
  readonly connections: number
  readonly events: number
  readonly filtered: number
  readonly badFrames: number
  readonly unknownTypes: number
  readonly oversizedFrames: number
  readonly overflowed: number
}

interface FollowedStream {
  readonly counts: StreamCounts
  /** Ids that have not been taken yet. */
  readonly waiting: number
}

const NOTHING_YET: FollowedStream = {
  counts: {
    ...{ connections: 0, events: 0, filtered: 0, badFrames: 0 },
    ...{ unknownTypes: 0, oversizedFrames: 0, overflowed: 0 },
  },
  waiting: 0,
}

/** What `watch` adds to the metrics of its run: the stream, the sweeps, and whether either works. */
export class StreamMetrics {
  readonly health = new Health()
  readonly #run: RunMetrics
  readonly #latency = new EventLatency()
  readonly #eventToSaved: Histogram
  readonly #state: Gauge<'state'>
  readonly #sweeps: Counter
  readonly #found: Counter
  readonly #sweptAt: Gauge
  #stream = NOTHING_YET

  constructor(run: RunMetrics) {
    const { series } = run
    this.#run = run
    this.#eventToSaved = series.histogram(
      'event_to_saved_seconds',
      'From the arrival of an event to the commit of what it announced.',
    )
    this.#state = series.gauge('stream_state', '1 for the state that the event stream is in.', ['state'])
    this.status('connecting')
    this.#sweeps = series.counter('sweeps_total', 'Sweeps that came to their end.')
    this.#found = series.counter('sweep_found_total', 'Breadcrumbs that sweeps found to be done.')
    this.#sweptAt = series.gauge(
      'last_sweep_timestamp_seconds',
      'When the last sweep ended; 0 before the first.',
    )
    series.readGauge('healthy', 'What /healthz says: 1 where events or sweeps work.', () =>
      Number(this.health.state().isHealthy),
    )
    this.#counts(series)
  }

  #counts(series: Series): void {
    const counts = () => this.#stream.counts
    series.readCounter('events_total', 'Events about breadcrumbs that arrived.', () => counts().events)
    series.labelledCounter('events_unused_total', 'Frames that led to no work, by why.', 'reason', () => [
      ['filtered', counts().filtered],
      ['bad', counts().badFrames],
      ['unknown', counts().unknownTypes],
      ['oversized', counts().oversizedFrames],
      ['overflowed', counts().overflowed],
    ])
    series.readCounter('stream_reconnects_total', 'Connections to the stream after the first.', () =>
      Math.max(0, counts().connections - 1),
    )
    series.readGauge(
      'queued_events',
      'Announced breadcrumbs that wait in memory.',
      () => this.#stream.waiting,
    )
  }

  follow(stream: FollowedStream): void {
    this.#stream = stream
  }

  /** `hearing`: the first event after the stream was deaf or stalled. */
  status(state: StreamState | 'hearing'): void {
    const current = state === 'hearing' ? 'connected' : state
    for (const one of STATES) this.#state.set({ state: one }, Number(one === current))
    this.health.hears = current === 'connected'
  }

  heard(id: string): void {
    this.#latency.heard(id)
  }

  settled(outcomes: readonly (Outcome & { readonly id: string })[]): void {
    this.#run.settled(outcomes)
    for (const { id, status } of outcomes) {
      // The others come up again, and count from the same event on.
      if (status === 'processed' || status === 'skipped') this.#saved(id)
      if (status === 'failed' || status === 'lost') this.passedOver(id)
    }
  }

  #saved(id: string): void {
    this.health.worked()
    const seconds = this.#latency.settled(id)
    if (seconds !== undefined) this.#eventToSaved.observe(seconds)
  }

  /** An announced breadcrumb needs nothing, or somebody else does it. */
  passedOver(id: string): void {
    this.#latency.settled(id)
  }

  swept(found: number): void {
    this.#sweeps.inc()
    this.#found.inc(found)
    this.#sweptAt.set(Date.now() / 1000)
    this.health.worked()
  }
}
