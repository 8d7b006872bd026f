import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { Selection } from '../../../src/database/due/selection.ts'
import { RunRecord } from '../../../src/processing/run/record.ts'
import { Tally } from '../../../src/processing/run/tally.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const PENDING: Selection = { kinds: ['pending'], filters: {}, includeUnembedded: false }
const NOTES: Selection = { ...PENDING, filters: { schemas: ['note.*'] } }

let server: TestDatabase
let database: Database

beforeEach(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 4 })
  await prepareForWork(database, false)
})
afterEach(async () => {
  await database.close()
  await server.drop()
})

test('a run is told what runs on the same selection finish from its start on, and of no others', async () => {
  const earlier = await start(PENDING)
  process(earlier.tally, 40)
  await earlier.record.finish('done')

  let told = (_: number) => {}
  const newsOf = (count: number) =>
    new Promise<void>((resolve) => {
      told = (finished) => finished === count && resolve()
    })
  const mine = await start(PENDING, (finished) => told(finished))
  const [same, different] = [await start(PENDING), await start(NOTES)]
  const news = newsOf(7)
  process(same.tally, 7)
  process(different.tally, 100)
  await Promise.all([same.record.finish('done'), different.record.finish('done')])
  await news
  await mine.record.finish('done')
})

test('runs on different tenants do not share their work', async () => {
  const scoped = connect({ target: server.url, maxConnections: 2, owner: randomUUID() })
  const told: number[] = []
  const other = await start(PENDING, undefined, scoped)
  process(other.tally, 5)
  await other.record.finish('done')
  await scoped.close()
  const mine = await start(PENDING, (finished) => told.push(finished))
  await mine.record.finish('done')
  expect(told).toEqual([0])
})

test('a database that stops answering is asked once more, and holds up the end of a run for a moment only', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const statements: string[] = []
  const watched = connect({
    target: server.url,
    maxConnections: 4,
    onStatement: (text) => statements.push(text),
  })
  const { record } = await start(PENDING, undefined, watched)
  const lock = await server.pool.connect()
  await lock.query('BEGIN; LOCK TABLE rcrt_entities.runs IN ACCESS EXCLUSIVE MODE')
  for (let second = 0; second < 60; second += 1) vi.advanceTimersByTime(1_000)
  vi.useRealTimers()
  await lock.query('COMMIT')
  lock.release()
  await record.finish('stopped')
  await watched.close()
  expect(statements.filter((text) => text.includes('UPDATE rcrt_entities.runs'))).toHaveLength(3)
})

async function start(selection: Selection, onOthers?: (finished: number) => void, where = database) {
  const tally = new Tally()
  const settings = {
    command: 'test',
    host: { name: 'test', pid: 1 },
    options: {},
    selection,
    tally,
    reach: () => null,
    onOrders() {},
  }
  const { record } = await RunRecord.start(
    { ...settings, database: where, ...(onOthers && { onOthers }) },
    { id: randomUUID(), extractor: 'test' },
  )
  return { record, tally }
}

function process(tally: Tally, count: number): void {
  tally.add(
    Array.from({ length: count }, () => ({
      id: randomUUID(),
      status: 'processed' as const,
      entities: '{}',
      keywords: [],
      truncated: false,
      schema: null,
    })),
  )
}
