import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addBacklog, type Backlog } from '../../src/metrics/backlog-metrics.ts'
import { RunMetrics } from '../../src/metrics/run-metrics.ts'
import { samplesOf } from '../support/metrics.ts'

const LANE = { lane: 'rest', pending: 4, oldestPendingSeconds: 30 }
const HOST = { residentBytes: () => 0, cpuSeconds: () => 0 }

let read: () => Promise<Backlog>
let asked: number
let metrics: RunMetrics
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  asked = 0
  read = async () => ({ pending: 7, oldestPendingSeconds: 60, claims: 2, lanes: [LANE] })
  metrics = new RunMetrics({ version: '0', command: 'watch', host: HOST, withheld: () => 0 })
  const count = () => {
    asked += 1
    return read()
  }
  addBacklog(metrics, count, { hasLanes: true })
})
afterEach(() => {
  vi.useRealTimers()
})

async function told(): Promise<readonly (number | undefined)[]> {
  const samples = samplesOf(await metrics.text())
  const lane = 'lane_pending_breadcrumbs{lane="rest"}'
  return ['database_up', 'pending_breadcrumbs', 'oldest_pending_age_seconds', 'claims', lane].map((name) =>
    samples.get(name),
  )
}

test('the database is asked once in 15 seconds for all, lanes included, however often it is scraped', async () => {
  expect(await told()).toEqual([1, 7, 60, 2, 4])
  await Promise.all([told(), told()])
  expect(asked).toBe(1)
  vi.advanceTimersByTime(15_001)
  await Promise.all([told(), told()])
  expect(asked).toBe(2)
})

test('while the database cannot be asked its figures are left out, and come back with it', async () => {
  await told()
  const answer = read
  read = () => Promise.reject(new Error('gone'))
  vi.advanceTimersByTime(15_001)
  expect(await told()).toEqual([0, undefined, undefined, undefined, undefined])
  read = answer
  expect(await told()).toEqual([1, 7, 60, 2, 4])
})

test('a database that does not answer holds up no scrape for more than five seconds', async () => {
  read = () => new Promise(() => {})
  const scrape = told()
  await vi.advanceTimersByTimeAsync(5_001)
  expect(await scrape).toEqual([0, undefined, undefined, undefined, undefined])
})
