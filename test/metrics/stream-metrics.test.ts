import { beforeEach, expect, test } from 'vitest'
import { Health } from '../../src/metrics/health.ts'
import { RunMetrics } from '../../src/metrics/run-metrics.ts'
import { StreamMetrics } from '../../src/metrics/stream-metrics.ts'
import { samplesOf } from '../support/metrics.ts'

const HOST = { residentBytes: () => 0, cpuSeconds: () => 0 }

let run: RunMetrics
let metrics: StreamMetrics
beforeEach(() => {
  run = new RunMetrics({ version: '0', command: 'watch', host: HOST, withheld: () => 0 })
  metrics = new StreamMetrics(run)
})

async function value(name: string): Promise<number | undefined> {
  return samplesOf(await run.text()).get(name)
}

test('an event counts until what it announced is saved, through what comes up again', async () => {
  metrics.heard('a')
  metrics.settled([{ id: 'a', status: 'busy', schema: null }])
  metrics.settled([{ id: 'a', status: 'retrying', schema: null }])
  expect(await value('event_to_saved_seconds_count')).toBe(0)
  metrics.settled([{ id: 'a', status: 'processed', schema: null }])
  metrics.settled([{ id: 'a', status: 'processed', schema: null }])
  expect(await value('event_to_saved_seconds_count')).toBe(1)
})

test.each(['failed', 'lost'] as const)(
  'an event whose breadcrumb is %s measures nothing later',
  async (status) => {
    metrics.heard('a')
    metrics.settled([{ id: 'a', status, schema: null }])
    metrics.settled([{ id: 'a', status: 'processed', schema: null }])
    expect(await value('event_to_saved_seconds_count')).toBe(0)
  },
)

test('the stream is in one state at a time, and hearing is being connected', async () => {
  metrics.status('deaf')
  expect([
    await value('stream_state{state="deaf"}'),
    await value('stream_state{state="connecting"}'),
  ]).toEqual([1, 0])
  metrics.status('hearing')
  expect([await value('stream_state{state="connected"}'), await value('stream_state{state="deaf"}')]).toEqual(
    [1, 0],
  )
})

test('either events or sweeps are enough for health, and none is on a database that is away', () => {
  const health = new Health()
  expect(health.state(0).isHealthy).toBe(false)
  health.worked(0)
  expect([health.state(120_000).isHealthy, health.state(120_001).isHealthy]).toEqual([true, false])
  health.hears = true
  expect(health.state(500_000).isHealthy).toBe(true)
  health.isWaiting = true
  expect(health.state(500_000)).toEqual({
    isHealthy: false,
    words: 'events: coming\nsweeps: none in the last two minutes\ndatabase: away',
  })
  health.isWaiting = false
  health.isRefused = true
  expect(health.state(500_000).isHealthy).toBe(false)
})
