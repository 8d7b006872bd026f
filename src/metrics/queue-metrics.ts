import { Reading } from './reading.ts'
import type { RunMetrics } from './run-metrics.ts'

/** Messages of a JetStream consumer. */
export interface QueueDepth {
  readonly pending: number
  readonly inFlight: number
  readonly redelivered: number
  readonly exhausted: number
}

/** Adds what a JetStream consumer holds; left out while NATS can't be asked. */
export function addQueue(metrics: RunMetrics, read: () => Promise<QueueDepth>): void {
  const gauge = metrics.series.gauge(
    'queue_messages',
    'Messages of the JetStream consumer: not delivered yet, in flight, delivered more than once, delivered as often as may be.',
    ['state'],
  )
  const reading = new Reading(read, (depth) => {
    gauge.reset()
    if (depth === undefined) return
    gauge.set({ state: 'pending' }, depth.pending)
    gauge.set({ state: 'in_flight' }, depth.inFlight)
    gauge.set({ state: 'redelivered' }, depth.redelivered)
    gauge.set({ state: 'exhausted' }, depth.exhausted)
  })
  metrics.addReading(reading)
}
